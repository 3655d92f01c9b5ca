import * as vscode from 'vscode';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { sharedLink } from '../links/sharedLink.ts';

const { t } = vscode.l10n;

const STATUS_MS = 3000;

/** Copies what a button of an incident's page names, and gives the words that say so. */
export async function copyFromPage(
  what: 'copyId' | 'copyLink' | 'copyJson',
  incident: ShownIncident | undefined,
  server: string,
): Promise<string> {
  if (!incident) return '';
  const [text, words] = {
    copyId: [incident.id, t('ID copied.')] as const,
    copyLink: [sharedLink({ server, id: incident.id }), t('Link copied.')] as const,
    copyJson: [JSON.stringify(incident, undefined, 2), t('JSON copied.')] as const,
  }[what];
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(words, STATUS_MS);
  return words;
}

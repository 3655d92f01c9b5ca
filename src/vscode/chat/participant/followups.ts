import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { IncidentReference } from '../../incidents/incidentReference.ts';

const { t } = vscode.l10n;

const followupSchema = z.object({
  prompt: z.string(),
  label: z.exactOptional(z.string()),
  command: z.exactOptional(z.string()),
});
const metadataSchema = z.object({ followups: z.array(followupSchema) });

/** What somebody may begin with. */
export function firstQuestions(): vscode.ChatFollowup[] {
  return [
    { command: 'triage', prompt: '', label: t('Triage the incidents') },
    { command: 'summary', prompt: '', label: t('Sum up how things stand') },
  ];
}

/** Offers a post-mortem of each of the incidents. */
export function postmortemOf(incidents: readonly IncidentReference[]): vscode.ChatFollowup[] {
  return incidents.slice(0, 3).map(({ id }) => ({
    command: 'postmortem',
    prompt: id,
    label: t('Write the post-mortem of {0}', id),
  }));
}

/** The follow-ups that an answer was given with. */
export function followupsOf({ metadata }: vscode.ChatResult): vscode.ChatFollowup[] {
  return metadataSchema.safeParse(metadata).data?.followups ?? [];
}

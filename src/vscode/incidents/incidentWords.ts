import * as vscode from 'vscode';
import type { Severity, Status } from '../../shared/incident.ts';

const { t } = vscode.l10n;

/** A severity in the person's language; a word we do not know stays as the server wrote it. */
export function severityWord(word: string): string {
  const known: Record<Severity, string> = {
    critical: t('Critical'),
    high: t('High'),
    medium: t('Medium'),
    low: t('Low'),
  };
  return Object.entries(known).find(([severity]) => severity === word)?.[1] ?? (word || t('No severity'));
}

/** A status in the person's language; a word we do not know stays as the server wrote it. */
export function statusWord(word: string): string {
  const known: Record<Status, string> = {
    open: t('Open'),
    investigating: t('Investigating'),
    resolved: t('Resolved'),
  };
  return Object.entries(known).find(([status]) => status === word)?.[1] ?? (word || t('No status'));
}

import * as vscode from 'vscode';
import type { Age } from '../../core/incidents/age.ts';
import type { IncidentWords } from '../../core/incidents/incidentRow.ts';
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

/** The words that rows are put together from. */
export function incidentWords(): IncidentWords {
  return { status: statusWord, age: ageWords, spokenAge, untitled: t('Untitled incident') };
}

/** An age in few letters, such as "3h": what is before it in a narrow side bar leaves no room for more. */
function ageWords(age: Age): string {
  const { unit, count } = age;
  if (count === 0) return spokenAge(age);
  return { minute: t('{0}m', count), hour: t('{0}h', count), day: t('{0}d', count) }[unit];
}

/** An age such as "3 hours ago". */
function spokenAge({ unit, count }: Age): string {
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' });
  return count === 0 ? format.format(0, 'second') : format.format(-count, unit);
}

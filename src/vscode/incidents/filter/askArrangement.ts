import * as vscode from 'vscode';
import { type Grouping, GROUPINGS, type Sorting, SORTINGS } from '../../../core/incidents/list/arrangement.ts';

const { t } = vscode.l10n;

/** Asks what to group by; undefined where the list is closed. */
export function askGrouping(now: Grouping): Promise<Grouping | undefined> {
  const words: Record<Grouping, string> = {
    severity: t('Severity'),
    status: t('Status'),
    service: t('Service'),
    assignee: t('Assignee'),
    server: t('Server'),
    none: t('Nothing: one list'),
  };
  return ask(t('Group Incidents By'), GROUPINGS, words, now);
}

/** Asks for the order; undefined where the list is closed. */
export function askSorting(now: Sorting): Promise<Sorting | undefined> {
  const words: Record<Sorting, string> = {
    severity: t('Severity, resolved ones at the end'),
    updated: t('Newest change first'),
    created: t('Newest first'),
    title: t('Title'),
  };
  return ask(t('Sort Incidents By'), SORTINGS, words, now);
}

async function ask<Choice extends string>(
  title: string,
  choices: readonly Choice[],
  words: Readonly<Record<Choice, string>>,
  now: Choice,
): Promise<Choice | undefined> {
  const items = choices.map((choice) => ({
    label: words[choice],
    ...(choice === now ? { description: t('now') } : {}),
    iconPath: new vscode.ThemeIcon(choice === now ? 'check' : 'blank'),
    choice,
  }));
  // What is chosen now comes first, where the editor puts the cursor.
  items.sort((one, other) => Number(other.choice === now) - Number(one.choice === now));
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.choice;
}

import * as vscode from 'vscode';
import type { TimelineEntry } from '../../../shared/incident.ts';
import { severityWord, statusWord } from '../incidentWords.ts';
import type { NoteForm, PageAction } from './pageModel.ts';

const { t } = vscode.l10n;

type Fact = 'id' | 'severity' | 'status' | 'service' | 'assignee' | 'createdBy' | 'createdAt' | 'updatedAt' | 'tags';

/** Words of an incident page, in the person's language. */
export interface PageWords {
  readonly actions: Readonly<Record<Exclude<PageAction, 'help' | 'showAll'>, string>>;
  readonly actionsLabel: string;
  readonly saveSeverity: string;
  readonly factsHeading: string;
  readonly facts: Readonly<Record<Fact, string>>;
  readonly nobody: string;
  readonly untitled: string;
  readonly descriptionHeading: string;
  readonly noDescription: string;
  /** Why not all of the description is shown. */
  readonly rest: Readonly<Record<'hidden' | 'unknown', string>>;
  readonly timelineHeading: string;
  readonly noTimeline: string;
  readonly entriesLeftOut: (count: number) => string;
  readonly entriesUnknown: string;
  readonly notesCut: string;
  readonly showAll: string;
  readonly note: NoteForm;
  readonly tasks: { readonly taskOpen: string; readonly taskDone: string };
  readonly severity: (word: string) => string;
  readonly status: (word: string) => string;
  readonly timelineKind: (kind: TimelineEntry['kind']) => string;
}

/** {@link PageWords} in the editor's language. */
export function pageWords(): PageWords {
  return {
    actions: actionWords(),
    actionsLabel: t('Actions'),
    saveSeverity: t('Save Severity'),
    factsHeading: t('Details'),
    facts: factWords(),
    nobody: t('Nobody yet'),
    untitled: t('Untitled incident'),
    descriptionHeading: t('Description'),
    noDescription: t('No description.'),
    rest: {
      hidden: t('The description is longer than this.'),
      unknown: t('The server sent a longer description; the rest is left out.'),
    },
    timelineHeading: t('Timeline'),
    noTimeline: t('Nothing recorded yet.'),
    entriesLeftOut: (count) =>
      count === 1 ? t('1 older entry is not shown.') : t('{0} older entries are not shown.', count),
    entriesUnknown: t('Entries older than these are left out.'),
    notesCut: t('Some entries are longer than this.'),
    showAll: t('Show All'),
    note: {
      label: t('Add a note'),
      hint: t('Markdown. Ctrl+Enter or ⌘Enter adds it.'),
      add: t('Add Note'),
      addAndResolve: t('Add Note and Resolve'),
    },
    tasks: { taskOpen: t('To do:'), taskDone: t('Done:') },
    severity: severityWord,
    status: statusWord,
    timelineKind: (kind) => ({ created: t('Created'), changed: t('Changed'), note: t('Note') })[kind],
  };
}

function actionWords(): PageWords['actions'] {
  return {
    acknowledge: t('Acknowledge'),
    resolve: t('Resolve'),
    reopen: t('Reopen'),
    assignToMe: t('Assign to Me'),
    writePostmortem: t('Write Post-mortem'),
    copyId: t('Copy ID'),
    copyLink: t('Copy Link'),
    copyJson: t('Copy JSON'),
    refresh: t('Refresh'),
  };
}

function factWords(): PageWords['facts'] {
  return {
    id: t('ID'),
    severity: t('Severity'),
    status: t('Status'),
    service: t('Service'),
    assignee: t('Assignee'),
    createdBy: t('Created by'),
    createdAt: t('Created'),
    updatedAt: t('Updated'),
    tags: t('Tags'),
  };
}

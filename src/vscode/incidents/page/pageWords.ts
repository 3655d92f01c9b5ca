import * as vscode from 'vscode';
import { severityWord, statusWord } from '../incidentWords.ts';
import type { PageWords } from './incidentPageModel.ts';

const { t } = vscode.l10n;

/** The words of an incident page in the editor's language. */
export function pageWords(): PageWords {
  return {
    actions: {
      acknowledge: t('Acknowledge'),
      resolve: t('Resolve'),
      reopen: t('Reopen'),
      copyId: t('Copy ID'),
      copyJson: t('Copy JSON'),
      refresh: t('Refresh'),
    },
    actionsLabel: t('Actions'),
    factsHeading: t('Details'),
    facts: {
      id: t('ID'),
      service: t('Service'),
      assignee: t('Assignee'),
      createdBy: t('Created by'),
      createdAt: t('Created'),
      updatedAt: t('Updated'),
      tags: t('Tags'),
    },
    nobody: t('Nobody yet'),
    untitled: t('Untitled incident'),
    descriptionHeading: t('Description'),
    noDescription: t('No description.'),
    timelineHeading: t('Timeline'),
    noTimeline: t('Nothing recorded yet.'),
    severity: severityWord,
    status: statusWord,
    timelineKind: (kind) => ({ created: t('Created'), changed: t('Changed'), note: t('Note') })[kind],
  };
}

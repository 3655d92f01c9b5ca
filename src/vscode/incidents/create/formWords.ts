import * as vscode from 'vscode';
import type { DraftProblemCode } from '../../../core/incidents/create/draftProblems.ts';
import type { FormModel } from './formModel.ts';

const { t } = vscode.l10n;

/** The words of the form that are the same for every server. */
export function formWords(): FormModel['words'] {
  return {
    optional: t('optional'),
    cancel: t('Close'),
    discard: t('Discard Draft'),
    sending: t('Creating the incident…'),
    removeTag: t('Remove the tag {0}', '{0}'),
    tagAdded: t('Tag {0} added.', '{0}'),
    tagRemoved: t('Tag {0} removed.', '{0}'),
    problems: problemWords(),
  };
}

function problemWords(): Record<DraftProblemCode, string> {
  return {
    required: t('Fill this in.'),
    too_short: t('At least {0} characters are needed; these are {1}.', '{0}', '{1}'),
    too_long: t('At most {0} characters are taken; these are {1}.', '{0}', '{1}'),
    too_many_tags: t('At most {0} tags are taken; these are {1}.', '{0}', '{1}'),
    tag_too_long: t('A tag has at most {0} characters; the longest has {1}.', '{0}', '{1}'),
    not_a_choice: t('Choose one of these.'),
  };
}

import { l10n } from 'vscode';
import { problemWords } from '../settings/problemWords.ts';
import type { LinkProblem } from './serverLink.ts';

const WORDS: Partial<Record<LinkProblem, () => string>> = {
  too_long: () => l10n.t('is too long'),
  repeated: () => l10n.t('is given more than once'),
  unknown_parameter: () => l10n.t('is nothing that such a link may hold'),
  not_plain: () => l10n.t('holds characters that could hide what it is'),
};

/** Words for what is wrong with a value of an add-server link, to follow its name. `choices` are those it has. */
export function linkProblemWords(problem: string, choices: string): string {
  const words = Object.entries(WORDS).find(([code]) => code === problem)?.[1];
  return words ? words() : problemWords(problem, choices);
}

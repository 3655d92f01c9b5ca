import { l10n } from 'vscode';
import { callbackWords } from '../../words/callbackWords.ts';
import type { JudgedPaste, PasteProblem } from './pastedCallback.ts';

const WORDS: Record<PasteProblem, () => string> = {
  empty: () => l10n.t('Paste the address of the page that could not be loaded.'),
  not_address: () => l10n.t('That is no address. Click into the address bar of your browser, select all and copy.'),
  sign_in_page: () =>
    l10n.t('That is the address of the sign-in page. Finish there first: the page after it has the right address.'),
  other_page: () =>
    l10n.t(
      'That is the address of another page. Sign in on the page that your browser opened; then copy the address that begins with http://127.0.0.1.',
    ),
  cut_off: () => l10n.t('The end of the address is missing. Select all of it in the address bar and copy it again.'),
  other_sign_in: () =>
    l10n.t('That address is from another sign-in. Use the page that this one opened, or copy its address anew.'),
};

/** Words for what is wrong with a pasted address. */
export function pasteWords(problem: NonNullable<JudgedPaste['problem']>): string {
  if (typeof problem === 'string') return WORDS[problem]();
  return l10n.t('That address cannot be used: {0}.', callbackWords(problem.reason));
}

import { env, l10n } from 'vscode';
import type { CallbackPageWords } from '../../core/oauth/loopbackListener.ts';

/** Words for the page that the browser shows when it comes back. It cannot say whether the sign-in went well. */
export function callbackPageWords(): CallbackPageWords {
  return {
    // The words are English where no translation of them is loaded, whatever the editor speaks.
    lang: l10n.bundle ? env.language : 'en',
    title: l10n.t('Back to the editor'),
    text: l10n.t('You can close this page and go back to the editor, where the sign-in goes on.'),
  };
}

import * as vscode from 'vscode';
import { signInByBrowser, type BrowserWayOptions } from './browserWay.ts';
import type { SignInWay } from './signInWay.ts';

/** The browser hands the answer to a listener on this machine (RFC 8252 section 7.3), on the first fixed port free. */
export function loopbackWay(options: BrowserWayOptions): SignInWay {
  return async (plan, waiting) => {
    const { listenForCallback } = await import('../../../core/oauth/callbacks/loopbackListener.ts');
    const { t } = vscode.l10n;
    const listener = await listenForCallback({
      path: plan.callbackPath,
      deliver: (callback) => options.callbacks.deliver(callback),
      words: {
        lang: vscode.env.language,
        title: t('Back to VS Code'),
        text: t('VS Code has the answer. You can close this page.'),
      },
      signal: waiting.signal,
    });
    const { redirectUri } = listener;
    try {
      const words = t('Finish in your browser, which then returns to {0}.', new URL(redirectUri).host);
      return await signInByBrowser(plan, { redirectUri }, waiting, options, () => words);
    } finally {
      listener.close();
    }
  };
}

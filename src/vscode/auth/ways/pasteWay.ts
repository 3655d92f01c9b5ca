import * as vscode from 'vscode';
import { inBackground } from '../../../core/inBackground.ts';
import type { PendingAuthorization } from '../../../core/oauth/signIn/authorization.ts';
import type { SignInPlan } from '../../../core/oauth/signIn/planSignIn.ts';
import { redirectUriOf } from '../../../core/oauth/callbacks/redirectUris.ts';
import { plainText } from '../../words/plainText.ts';
import { signInByBrowser, type BrowserWayOptions } from './browserWay.ts';
import { judgePaste, type AwaitedPaste } from './pastedCallback.ts';
import { pasteWords } from './pasteWords.ts';
import type { SignInWay } from './signInWay.ts';

/**
 * The browser is sent to this machine, where nothing listens, so that the page fails to load and keeps its address,
 * which the person pastes. It works wherever a browser can be opened at all.
 */
export function pasteWay(uriScheme: string, options: BrowserWayOptions): SignInWay {
  return async (plan, waiting) => {
    const redirectUri = redirectUriOf('paste', { uriScheme, callbackPath: plan.callbackPath });
    const over = new AbortController();
    const signal = AbortSignal.any([waiting.signal, over.signal]);
    const signedIn = signInByBrowser(plan, { redirectUri }, waiting, options, (pending) => {
      const take = (callback: URL) =>
        inBackground(options.callbacks.deliver(callback), 'Taking a pasted address', options.effects.log);
      const ask = () => askForAddress(plan, awaited(plan, pending, redirectUri), take, signal);
      ask();
      // For whoever closed the question.
      const again = waiting.link(vscode.l10n.t('paste it'), ask);
      return vscode.l10n.t(
        'Sign in on the page that your browser opened. It ends on one that cannot be loaded: copy the address of that one and {0}.',
        again,
      );
    });
    // The question must not outlast the wait: the time can run out, or another window take the answer.
    return signedIn.finally(() => over.abort());
  };
}

function awaited(plan: SignInPlan, { state, url }: PendingAuthorization, redirectUri: string): AwaitedPaste {
  const { issuer, metadata, callbackPath: path } = plan;
  const issuerAdvertisesIss = metadata.authorization_response_iss_parameter_supported === true;
  return { expected: { issuer, state, issuerAdvertisesIss, path }, redirectUri, signInPage: url };
}

function askForAddress(
  { server }: SignInPlan,
  paste: AwaitedPaste,
  take: (callback: URL) => void,
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Sign in to {0}: paste the address', plainText(server.name));
  input.prompt = vscode.l10n.t(
    'Sign in on the page that your browser opened. It ends on one that cannot be loaded. Copy the address of that one and paste it here.',
  );
  input.placeholder = `${paste.redirectUri}?code=…`;
  input.password = true;
  input.ignoreFocusOut = true;
  const close = (): void => input.dispose();
  signal.addEventListener('abort', close, { once: true });
  input.onDidChangeValue(() => {
    input.validationMessage = '';
  });
  input.onDidAccept(() => {
    const { callback, problem } = judgePaste(input.value, paste);
    if (callback) {
      close();
      take(callback);
    } else input.validationMessage = pasteWords(problem);
  });
  input.onDidHide(() => {
    signal.removeEventListener('abort', close);
    close();
  });
  input.show();
}

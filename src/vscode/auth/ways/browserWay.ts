import * as vscode from 'vscode';
import type { Effects } from '../../../core/effects.ts';
import type { PendingAuthorization, Redirect } from '../../../core/oauth/signIn/authorization.ts';
import type { Callbacks } from '../../../core/oauth/callbacks/callbacks.ts';
import type { SignInPlan } from '../../../core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../../core/oauth/signIn/signedIn.ts';
import type { OpenBrowser } from '../browser/openInBrowser.ts';
import { openWithLinks } from './openWithLinks.ts';
import type { Waiting } from './signInWay.ts';

/** What the ways by a browser need. */
export interface BrowserWayOptions {
  readonly effects: Effects;
  readonly callbacks: Callbacks;
  readonly openBrowser: OpenBrowser;
  /** Whether the issuer is to ask who signs in, though somebody is signed in there. */
  readonly askWho: boolean;
}

/**
 * Opens the issuer's page in the browser, waits for the callback wherever it lands, and redeems it. `begun` is called
 * when the page opens and says what to do, in front of the link that copies the address.
 */
export async function signInByBrowser(
  plan: SignInPlan,
  redirect: Redirect,
  waiting: Waiting,
  options: BrowserWayOptions,
  begun: (pending: PendingAuthorization) => string,
): Promise<SignedIn> {
  const { effects, callbacks, askWho } = options;
  // Loaded here, since it brings the OAuth library with it.
  const { beginAuthorization } = await import('../../../core/oauth/signIn/authorization.ts');
  const pending = await beginAuthorization(plan, redirect, effects, askWho ? { prompt: 'login' } : {});
  const callback = callbacks.wait(pending, waiting.signal);
  const copy = openWithLinks(pending.url, waiting, options);
  waiting.say(`${begun(pending)} ${vscode.l10n.t('No page opened? {0}.', copy)}`);
  const url = await callback;
  waiting.say(vscode.l10n.t('Finishing…'));
  return pending.redeem(url, waiting.signal);
}

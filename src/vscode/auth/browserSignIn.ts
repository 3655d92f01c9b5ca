import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { isAppError } from '../../core/errors.ts';
import type { PendingAuthorization } from '../../core/oauth/authorization.ts';
import type { SignedIn } from '../../core/oauth/signedIn.ts';
import type { Callbacks } from '../../core/oauth/callbacks.ts';
import type { SignInPlan } from '../../core/oauth/planSignIn.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import { isLoopbackHostname } from '../../shared/loopback.ts';
import { withCancellableProgress } from '../withCancellableProgress.ts';
import { plainText } from '../words/plainText.ts';
import { chooseRedirect, type EditorHost, type Redirect } from './chooseRedirect.ts';
import { openInBrowser } from './openInBrowser.ts';
import { ownCallback } from './ownCallback.ts';
import type { PendingAddresses } from './pendingAddresses.ts';

/** What a sign-in by browser needs. */
export interface BrowserSignInOptions {
  readonly effects: Effects;
  readonly host: EditorHost;
  readonly callbacks: Callbacks;
  readonly addresses: PendingAddresses;
  /** Shows what is asked for; throws AppError `cancelled` when the person declines. */
  readonly confirm: (plan: SignInPlan) => Promise<void>;
}

/**
 * Signs in to a server: finds its issuer, shows what is asked for, opens the browser, waits for the callback and
 * redeems its code. A notification says how far it is and takes it back.
 * @throws AppError of any sign-in code; `cancelled` when the person stops it
 */
export async function signInWithBrowser(server: ServerEntry, options: BrowserSignInOptions): Promise<SignedIn> {
  const title = vscode.l10n.t('Signing in to {0}', plainText(server.name));
  return withCancellableProgress(title, (signal, report) =>
    signInSteps(server, options, (message) => report({ message }), signal),
  );
}

async function signInSteps(
  server: ServerEntry,
  options: BrowserSignInOptions,
  say: (message: string) => void,
  signal: AbortSignal,
): Promise<SignedIn> {
  say(vscode.l10n.t('Looking up where to sign in…'));
  const redirect = chooseRedirect(options.host, server.relay);
  // Loaded here, since it brings discovery with it.
  const { planSignIn, withoutResource } = await import('../../core/oauth/planSignIn.ts');
  const plan = await planSignIn(server, options.effects, { signal });
  await options.confirm(plan);
  signal.throwIfAborted();
  try {
    return await authorize(plan, redirect, options, say, signal);
  } catch (error) {
    const targetRefused = isAppError(error, 'authorization_denied') && error.args['error'] === 'invalid_target';
    if (!targetRefused || plan.resource === undefined || server.resource !== 'auto') throw error;
    return authorize(withoutResource(plan), redirect, options, say, signal);
  }
}

async function authorize(
  plan: SignInPlan,
  redirect: Redirect,
  { effects, host, callbacks, addresses }: BrowserSignInOptions,
  say: (message: string) => void,
  signal: AbortSignal,
): Promise<SignedIn> {
  const { beginAuthorization } = await import('../../core/oauth/authorization.ts');
  const pending = await beginAuthorization(plan, await withCallback(redirect, host), effects);
  const callback = callbacks.wait(pending.state, signal);
  const shown = addresses.add(pending.url);
  try {
    say(waitingMessage(pending, redirect, shown.link));
    // Not awaited: its promise lasts as long as VS Code's question whether to open the address.
    void openInBrowser(pending.url).catch(() => {
      effects.log.warn('The browser could not be opened for a sign-in; its address can still be copied.');
    });
    const url = await callback;
    say(vscode.l10n.t('Finishing…'));
    return await pending.redeem(url, signal);
  } finally {
    shown.dispose();
  }
}

async function withCallback({ kind, redirectUri }: Redirect, host: EditorHost) {
  return kind === 'bare' ? { redirectUri } : { redirectUri, callback: await ownCallback(host) };
}

function waitingMessage({ checkCode }: PendingAuthorization, { kind, redirectUri }: Redirect, link: string): string {
  const copy = `[${vscode.l10n.t('Copy the address')}](${link})`;
  if (kind === 'relay' && !isLoopbackHostname(new URL(redirectUri).hostname)) {
    return vscode.l10n.t('Finish in your browser. Check code: {0}. No page opened? {1}', checkCode, copy);
  }
  return vscode.l10n.t('Finish in your browser. No page opened? {0}', copy);
}

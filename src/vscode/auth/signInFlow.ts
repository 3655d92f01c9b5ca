import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import type { PlanOptions, SignInPlan } from '../../core/oauth/planSignIn.ts';
import type { SignedIn } from '../../core/oauth/signedIn.ts';
import { waysToSignIn, type Way } from '../../core/oauth/waysToSignIn.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import { withCancellableProgress, type Report } from '../withCancellableProgress.ts';
import { messageForAny } from '../words/messages.ts';
import { plainText } from '../words/plainText.ts';
import type { EditorHost } from './editorHost.ts';
import type { NotificationLinks } from './notificationLinks.ts';
import { takeWays, type WaitingNotification } from './takeWays.ts';
import { allWays } from './ways/allWays.ts';
import type { BrowserWayOptions } from './ways/browserWay.ts';
import { wayTitle } from './wayWords.ts';

/** What a sign-in needs. */
export interface SignInFlowOptions extends BrowserWayOptions {
  readonly host: EditorHost;
  readonly links: NotificationLinks;
}

/** One sign-in: what it is told, and who is asked. */
export interface SignInRequest {
  readonly server: ServerEntry;
  readonly planning: Omit<PlanOptions, 'signal'>;
  /** Whether the issuer is to ask who signs in, though somebody is signed in there. */
  readonly askWho: boolean;
  /** Shows what is asked for; throws AppError `cancelled` when the person declines. */
  readonly confirm: (plan: SignInPlan) => Promise<void>;
}

/**
 * Signs in to a server: finds its issuer, shows what is asked for, and takes the first of the ways that fit here. A
 * notification says from the start what to do, offers the other ways, and takes it all back.
 * @throws AppError of any sign-in code; `cancelled` when the person stops it
 */
export async function signInFlow(request: SignInRequest, options: SignInFlowOptions): Promise<SignedIn> {
  const title = vscode.l10n.t('Signing in to {0}', plainText(request.server.name));
  return withCancellableProgress(title, async (signal, report) => {
    report({ message: vscode.l10n.t('Looking up where to sign in…') });
    // Loaded here, since it brings discovery with it.
    const { planSignIn, withoutResource } = await import('../../core/oauth/planSignIn.ts');
    const plan = await planSignIn(request.server, options.effects, { ...request.planning, signal });
    await request.confirm(plan);
    signal.throwIfAborted();
    const notification = waitingNotification(options.links, signal, report);
    try {
      return await signInByWays(plan, notification, options);
    } catch (error) {
      const targetRefused = isAppError(error, 'authorization_denied') && error.args['error'] === 'invalid_target';
      if (!targetRefused || plan.resource === undefined || plan.server.resource !== 'auto') throw error;
      return signInByWays(withoutResource(plan), notification, options);
    }
  });
}

function signInByWays(
  plan: SignInPlan,
  notification: WaitingNotification,
  options: SignInFlowOptions,
): Promise<SignedIn> {
  const byWay = allWays(options);
  return takeWays(plan, {
    ways: waysToSignIn(plan.server, options.host, plan.metadata),
    wayOf: (way) => byWay[way],
    titleOf: wayTitle,
    notification,
    failureWords: (error, way) => (leavesOtherWays(error, way) ? messageForAny(error).text : undefined),
  });
}

/** Whether it was only this way that could not work. */
function leavesOtherWays(error: unknown, way: Way): boolean {
  if (isAppError(error, 'loopback_busy')) return true;
  return way === 'device' && isAppError(error, 'token_request_failed', 'metadata_invalid');
}

function waitingNotification(links: NotificationLinks, signal: AbortSignal, report: Report): WaitingNotification {
  return {
    signal,
    link: (title, act) => links.add(title, act),
    show: (message, otherWays) => {
      const others = otherWays.join(' · ');
      report({ message: others === '' ? message : vscode.l10n.t('{0} Another way: {1}', message, others) });
    },
  };
}

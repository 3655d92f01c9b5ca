import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { isAppError } from '../../core/errors.ts';
import type { Callbacks } from '../../core/oauth/callbacks/callbacks.ts';
import type { PlanOptions, SignInPlan, SignInProposal } from '../../core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../core/oauth/signIn/signedIn.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import { withCancellableProgress, type Report } from '../withCancellableProgress.ts';
import { plainText } from '../words/plainText.ts';
import type { EditorHost } from './planning/editorHost.ts';
import type { NotificationLinks } from './notificationLinks.ts';
import type { OpenBrowser } from './browser/openInBrowser.ts';
import { signInByWays, type SignInByWaysOptions } from './signInByWays.ts';
import type { WaitingNotification } from './takeWays.ts';
import { createWayChoice } from './ways/createWayChoice.ts';
import { withCredential } from './withCredential.ts';
import type { AskForCredential } from './ways/askForCredential.ts';
import type { KnownCredentials } from './ways/credentialsWay.ts';

/** What every sign-in needs. */
export interface SignInFlowOptions {
  readonly effects: Effects;
  readonly host: EditorHost;
  readonly callbacks: Callbacks;
  readonly openBrowser: OpenBrowser;
  readonly links: Pick<NotificationLinks, 'add'>;
  readonly credentials: KnownCredentials;
  /** VS Code's input box unless told. */
  readonly askForCredential?: AskForCredential | undefined;
}

/** One sign-in: what it is told, and who is asked. */
export interface SignInRequest {
  readonly server: ServerEntry;
  readonly planning: Omit<PlanOptions, 'signal'>;
  /** Whether the issuer is to ask who signs in, though somebody is signed in there. */
  readonly askWho: boolean;
  /**
   * Shows what is asked for; throws AppError `cancelled` when the person declines. `provider` is the plan for the
   * company's identity provider, where one manages the access.
   */
  readonly confirm: (proposal: SignInProposal, provider: SignInPlan | undefined) => Promise<void>;
  /** Hears what came of the plan. */
  readonly ended: (plan: SignInPlan, outcome: SignedIn | { readonly error: unknown }) => Promise<void>;
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
    const { proposeSignIn } = await import('../../core/oauth/signIn/planSignIn.ts');
    const proposal = await proposeSignIn(request.server, options.effects, { ...request.planning, signal });
    const provider = await planAtProvider(proposal, request, options, signal);
    await request.confirm(proposal, provider);
    signal.throwIfAborted();
    const plan = await proposal.settle();
    const at = provider ?? plan;
    const notification = waitingNotification(request.server.name, options.links, signal, report);
    const chooseWay = createWayChoice(request.server.name, notification);
    try {
      const there = await withCredential(
        at,
        (tried) => signInOnce(tried, notification, { ...options, askWho: request.askWho, chooseWay }),
        {
          credentials: options.credentials,
          waiting: { signal, say: (message) => notification.show(message, []) },
          ask: options.askForCredential,
        },
      );
      const signedIn = provider ? await exchanged(plan, there, options.effects, signal) : there;
      await request.ended(plan, signedIn);
      return signedIn;
    } catch (error) {
      await request.ended(plan, { error });
      throw error;
    }
  });
}

/** The plan for the company's identity provider, where one manages the access. */
async function planAtProvider(
  proposal: SignInProposal,
  { server, planning }: SignInRequest,
  { effects, credentials }: SignInFlowOptions,
  signal: AbortSignal,
): Promise<SignInPlan | undefined> {
  if (!server.identityProvider) return undefined;
  const authentication = await credentials.get(server.identityProvider.issuer, server.identityProvider.clientId);
  const { planIdentityProvider } = await import('../../core/oauth/signIn/identityProvider.ts');
  return planIdentityProvider(proposal, effects, {
    ...planning,
    signal,
    ...(authentication ? { authentication } : {}),
  });
}

async function exchanged(plan: SignInPlan, there: SignedIn, effects: Effects, signal: AbortSignal): Promise<SignedIn> {
  const { exchangeIdentity } = await import('../../core/oauth/signIn/identityProvider.ts');
  return exchangeIdentity(plan, there, effects, signal);
}

/** Once more without `resource` where the issuer refuses it on its own page (RFC 8707 section 2). */
async function signInOnce(
  plan: SignInPlan,
  notification: WaitingNotification,
  options: SignInByWaysOptions,
): Promise<SignedIn> {
  try {
    return await signInByWays(plan, notification, options);
  } catch (error) {
    const targetRefused = isAppError(error, 'authorization_denied') && error.args['error'] === 'invalid_target';
    if (!targetRefused || plan.resource === undefined || plan.server.resource !== 'auto') throw error;
    const { withoutResource } = await import('../../core/oauth/signIn/planSignIn.ts');
    return signInByWays(withoutResource(plan), notification, options);
  }
}

function waitingNotification(
  name: string,
  links: SignInFlowOptions['links'],
  signal: AbortSignal,
  report: Report,
): WaitingNotification {
  return {
    signal,
    link: (title, act) => links.add(title, act, name),
    show: (message, otherWays) => {
      const others = otherWays.join(' · ');
      report({ message: others === '' ? message : vscode.l10n.t('{0} Another way: {1}.', message, others) });
    },
  };
}

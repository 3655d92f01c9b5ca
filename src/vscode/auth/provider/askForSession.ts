import * as vscode from 'vscode';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import type { PickedAccounts } from '../accounts/pickedAccounts.ts';
import { AUTH_PROVIDER_ID, serverScope } from './providerId.ts';
import type { SignedInAccounts } from '../accounts/signedInAccounts.ts';
import { signInFailure } from './signInFailure.ts';
import type { SignInPrompts } from './signInPrompts.ts';

/**
 * Asks VS Code for a session of a server, visibly; `scopes` beside the server's own are a step-up. The account that
 * comes of it is the one used for the server from then on.
 * @throws AppError of any sign-in code, as it was thrown; `cancelled` when the person declines
 */
export type AskForSession = (
  serverId: string,
  options: vscode.AuthenticationGetSessionOptions,
  scopes?: readonly string[],
) => Promise<void>;

/** What {@link createAskForSession} needs. */
export interface AskForSessionOptions {
  readonly prompts: SignInPrompts<Session>;
  readonly picked: PickedAccounts;
  readonly accounts: Pick<SignedInAccounts, 'refresh'>;
}

/** Makes {@link AskForSession}. */
export function createAskForSession({ prompts, picked, accounts }: AskForSessionOptions): AskForSession {
  return async (serverId, options, scopes = []) => {
    const watch = prompts.watch(serverId);
    try {
      const asked = [serverScope(serverId), ...scopes];
      const session = await vscode.authentication.getSession(AUTH_PROVIDER_ID, asked, options);
      if (session) await picked.pick(serverId, session.account);
    } catch (error) {
      throw signInFailure(error, watch.failure);
    } finally {
      watch.dispose();
      // VS Code notes the consent only after it has announced the session.
      await accounts.refresh();
    }
  };
}

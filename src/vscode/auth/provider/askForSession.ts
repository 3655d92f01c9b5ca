import * as vscode from 'vscode';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import type { PickedAccounts } from '../accounts/pickedAccounts.ts';
import type { OktaAuthenticationProvider } from './oktaAuthenticationProvider.ts';
import { AUTH_PROVIDER_ID, serverScope } from './providerId.ts';
import type { SignedInAccounts } from '../accounts/signedInAccounts.ts';
import { signInFailure } from './signInFailure.ts';
import type { SignInPrompts } from './signInPrompts.ts';

/**
 * Asks for a session of a server, visibly; `scopes` beside the server's own are a step-up. The account that comes of it
 * is the one used for the server from then on.
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
  readonly provider: Pick<OktaAuthenticationProvider, 'createSession'>;
}

/** Makes {@link AskForSession}: by way of VS Code, which asks for consent, but where the account has that already. */
export function createAskForSession({ prompts, picked, accounts, provider }: AskForSessionOptions): AskForSession {
  const stepUp = async (
    scopes: readonly [string, ...string[]],
    account: vscode.AuthenticationSessionAccountInformation,
  ): Promise<vscode.AuthenticationSession | undefined> => {
    const silently = (wanted: readonly string[]) =>
      vscode.authentication.getSession(AUTH_PROVIDER_ID, wanted, { account, silent: true });
    // Given silently only where the person allowed Incident Desk this account.
    if (!(await silently([scopes[0]]))) return undefined;
    // VS Code would ask about signing in and not say for what, before our own question does.
    return (await silently(scopes)) ?? provider.createSession(scopes, { account });
  };
  return async (serverId, options, scopes = []) => {
    const watch = prompts.watch(serverId);
    try {
      const asked: [string, ...string[]] = [serverScope(serverId), ...scopes];
      const { account } = options;
      const steppedUp = account && scopes.length > 0 ? await stepUp(asked, account) : undefined;
      const session = steppedUp ?? (await vscode.authentication.getSession(AUTH_PROVIDER_ID, asked, options));
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

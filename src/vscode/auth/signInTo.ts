import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import type { Session } from '../../core/oauth/session.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { askClientId } from './askClientId.ts';
import { askWhoSignsIn } from './askWhoSignsIn.ts';
import { AUTH_PROVIDER_ID, serverScope } from './providerId.ts';
import type { SignedInAccounts } from './signedInAccounts.ts';
import { signInFailure } from './signInFailure.ts';
import type { SignInPrompts } from './signInPrompts.ts';

/** Signs in to a server, visibly. @throws AppError of any sign-in code, `cancelled` when the person declines */
export type SignInTo = (serverId: string) => Promise<void>;

/** What {@link createSignInTo} needs. */
export interface SignInToOptions {
  readonly prompts: SignInPrompts<Session>;
  readonly accounts: SignedInAccounts;
  readonly setting: ServersSetting;
}

/**
 * Sign-in by way of VS Code, so that its consent and its Accounts menu apply. Whoever is signed in already says who is
 * to sign in; a client ID that turns out to be missing is asked for.
 */
export function createSignInTo({ prompts, accounts, setting }: SignInToOptions): SignInTo {
  return async (serverId) => {
    const current = await accounts.current(serverId);
    const options = current ? await askWhoSignsIn(current.account) : { createIfNone: true };
    const ask = askForSession(prompts, accounts);
    try {
      await ask(serverId, [], options);
    } catch (error) {
      if (!isAppError(error, 'client_id_required')) throw error;
      await ask(await askClientId(serverId, error.args['issuer'] ?? '', setting), [], { createIfNone: true });
    }
  };
}

/** Asks VS Code for a session, visibly, and gives what went wrong as it was thrown. */
export function askForSession(prompts: SignInPrompts<Session>, accounts: Pick<SignedInAccounts, 'refresh'>) {
  return async (
    serverId: string,
    scopes: readonly string[],
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<void> => {
    prompts.takeFailure(serverId);
    try {
      await vscode.authentication.getSession(AUTH_PROVIDER_ID, [serverScope(serverId), ...scopes], options);
    } catch (error) {
      throw signInFailure(error, prompts.takeFailure(serverId));
    } finally {
      // VS Code notes the consent only after it has announced the session.
      await accounts.refresh();
    }
  };
}

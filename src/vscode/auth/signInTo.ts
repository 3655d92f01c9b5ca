import * as vscode from 'vscode';
import type { Session } from '../../core/oauth/session.ts';
import { AUTH_PROVIDER_ID, serverScope } from './providerId.ts';
import type { SignedInAccounts } from './signedInAccounts.ts';
import { signInFailure } from './signInFailure.ts';
import type { SignInPrompts } from './signInPrompts.ts';

/** Signs in to a server, visibly. @throws AppError of any sign-in code, `cancelled` when the person declines */
export type SignInTo = (serverId: string) => Promise<void>;

/** Sign-in by way of VS Code, so that its consent and its Accounts menu apply. */
export function createSignInTo(prompts: SignInPrompts<Session>, accounts: SignedInAccounts): SignInTo {
  return async (serverId) => {
    // Whoever is signed in and asks to sign in wants another account, or a new session for one that no longer works.
    const again = (await accounts.current(serverId)) !== undefined;
    const options = again ? { forceNewSession: true } : { createIfNone: true };
    prompts.takeFailure(serverId);
    try {
      await vscode.authentication.getSession(AUTH_PROVIDER_ID, [serverScope(serverId)], options);
    } catch (error) {
      throw signInFailure(error, prompts.takeFailure(serverId));
    } finally {
      // VS Code notes the consent only after it has announced the session.
      await accounts.refresh();
    }
  };
}

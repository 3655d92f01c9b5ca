import { isAppError } from '../../core/errors.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { askClientId } from './planning/askClientId.ts';
import type { AskForSession } from './provider/askForSession.ts';
import { askWhoSignsIn } from './accounts/askWhoSignsIn.ts';
import type { SignedInAccounts } from './accounts/signedInAccounts.ts';

/** Signs in to a server, visibly. @throws AppError of any sign-in code, `cancelled` when the person declines */
export type SignInTo = (serverId: string) => Promise<void>;

/** What {@link createSignInTo} needs. */
export interface SignInToOptions {
  readonly ask: AskForSession;
  readonly accounts: Pick<SignedInAccounts, 'current'>;
  readonly setting: ServersSetting;
}

/**
 * Sign-in by way of VS Code, so that its consent and its Accounts menu apply. Whoever is signed in already says who is
 * to sign in; a client ID that turns out to be missing is asked for.
 */
export function createSignInTo({ ask, accounts, setting }: SignInToOptions): SignInTo {
  return async (serverId) => {
    const current = await accounts.current(serverId);
    const options = current ? await askWhoSignsIn(current.account) : { createIfNone: true };
    try {
      await ask(serverId, options);
    } catch (error) {
      if (!isAppError(error, 'client_id_required')) throw error;
      await ask(await askClientId(serverId, error.args['issuer'] ?? '', setting), { createIfNone: true });
    }
  };
}

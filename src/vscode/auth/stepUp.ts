import type { StepUp } from '../../core/mcp/withStepUp.ts';
import type { Session } from '../../core/oauth/session.ts';
import type { SignedInAccounts } from './signedInAccounts.ts';
import type { SignInPrompts } from './signInPrompts.ts';
import { askForSession } from './signInTo.ts';

/** Asks for more permissions by way of VS Code, for the account that is used for the server. */
export function createStepUp(prompts: SignInPrompts<Session>, accounts: SignedInAccounts): StepUp {
  const ask = askForSession(prompts, accounts);
  return async (serverId, scopes) => {
    const current = await accounts.current(serverId);
    await ask(serverId, scopes, { createIfNone: true, ...(current ? { account: current.account } : {}) });
  };
}

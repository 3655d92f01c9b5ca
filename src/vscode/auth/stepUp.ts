import type { StepUp } from '../../core/mcp/withStepUp.ts';
import type { AskForSession } from './provider/askForSession.ts';
import type { SignedInAccounts } from './accounts/signedInAccounts.ts';

/** Asks for more permissions for the account that is used for the server; where nobody is signed in, as a sign-in. */
export function createStepUp(ask: AskForSession, accounts: Pick<SignedInAccounts, 'current'>): StepUp {
  return async (serverId, scopes) => {
    const current = await accounts.current(serverId);
    await ask(serverId, { createIfNone: true, ...(current ? { account: current.account } : {}) }, scopes);
  };
}

import type { StepUp } from '../../core/mcp/withStepUp.ts';
import type { AskForSession } from './provider/askForSession.ts';
import type { SignedInAccounts } from './accounts/signedInAccounts.ts';

/** Asks for more permissions by way of VS Code, for the account that is used for the server. */
export function createStepUp(ask: AskForSession, accounts: Pick<SignedInAccounts, 'current'>): StepUp {
  return async (serverId, scopes) => {
    const current = await accounts.current(serverId);
    await ask(serverId, { createIfNone: true, ...(current ? { account: current.account } : {}) }, scopes);
  };
}

import { AppError, isSignedOut } from '../../../core/errors.ts';
import type { TokenSource } from '../../../core/mcp/serverClient.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';
import { serverId, type ServerEntry } from '../../../core/serverEntry.ts';
import type { SignedInAccount } from './signedInAccounts.ts';

/** Answers which account is used for a server. */
export interface Accounts {
  current(serverId: string): Promise<SignedInAccount | undefined>;
}

/** The tokens for a server: VS Code says whose they are, then they come from memory. */
export function accountTokens(
  server: ServerEntry,
  accounts: Accounts,
  sessions: Pick<Sessions, 'token' | 'replace'>,
): TokenSource {
  const id = serverId(server);
  const withSession = async <T>(use: (sessionId: string) => Promise<T>): Promise<T> => {
    const account = await accounts.current(id);
    if (!account) throw new AppError('signed_out', { server: server.name });
    try {
      return await use(account.id);
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      throw new AppError(error.code, { ...error.args, server: server.name }, { cause: error });
    }
  };
  return {
    token: () => withSession((sessionId) => sessions.token(sessionId)),
    replace: (rejected) => withSession((sessionId) => sessions.replace(sessionId, rejected)),
  };
}

import type * as vscode from 'vscode';
import type { SignedInAccounts } from './signedInAccounts.ts';

/** Tells which servers' accounts signed out or became others, who may not see what was theirs. */
export function onAccountsLeft(
  accounts: Pick<SignedInAccounts, 'onDidChange'>,
  left: (isLeft: (serverId: string) => boolean) => void,
): vscode.Disposable {
  return accounts.onDidChange((changes) => {
    const servers = new Set(changes.flatMap(({ serverId, sameAccount }) => (sameAccount ? [] : [serverId])));
    if (servers.size > 0) left((serverId) => servers.has(serverId));
  });
}

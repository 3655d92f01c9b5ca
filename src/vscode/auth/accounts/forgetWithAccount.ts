import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { SignedInAccounts } from './signedInAccounts.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';

/** What is kept for the accounts of servers. */
export interface Forgettable {
  /** Forgets what is kept for the servers that `isGone` holds for. */
  forget(isGone: (serverId: string) => boolean): Promise<void>;
}

/** What is listened to. */
export interface ForgetOptions {
  readonly registry: Pick<ServerRegistry, 'onDidChange' | 'problem' | 'get'>;
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
  readonly log: Log;
}

/** Forgets what is kept for a server when its account signed out or changed, or the server was removed. */
export function forgetWithAccount(
  kept: readonly Forgettable[],
  { registry, accounts, log }: ForgetOptions,
): vscode.Disposable {
  const forget = (isGone: (serverId: string) => boolean): void =>
    inBackground(Promise.all(kept.map((one) => one.forget(isGone))), 'Forgetting what is kept of a server', log);
  return vscode.Disposable.from(
    accounts.onDidChange((changes) => {
      const gone = new Set(changes.flatMap(({ serverId, sameAccount }) => (sameAccount ? [] : [serverId])));
      if (gone.size > 0) forget((id) => gone.has(id));
    }),
    registry.onDidChange(() => {
      // Settings that cannot be read name no server, and have removed none.
      if (!registry.problem) forget((id) => registry.get(id) === undefined);
    }),
  );
}

import * as vscode from 'vscode';
import type { Log } from '../core/effects.ts';
import { inBackground } from '../core/inBackground.ts';
import type { SignedInAccounts } from './auth/accounts/signedInAccounts.ts';
import { accountStatus, type AccountStatus } from './accountStatus.ts';
import type { ServerRegistry } from './servers/serverRegistry.ts';

/** Tells `show` how the accounts stand, now and at each change; an answer that was overtaken is dropped. */
export function watchAccounts(
  registry: ServerRegistry,
  accounts: Pick<SignedInAccounts, 'current'>,
  show: (status: AccountStatus) => void,
  log: Log,
): vscode.Disposable {
  let latest = 0;
  const update = async (): Promise<void> => {
    const mine = (latest += 1);
    // Not while the parts are still being built: it would read the settings.
    await Promise.resolve();
    if (mine !== latest) return;
    const current = await Promise.all(registry.list().map((client) => accounts.current(client.id)));
    if (mine !== latest) return;
    show(
      accountStatus(
        registry.problem,
        current.map((account) => account?.label),
      ),
    );
  };
  const start = (): void => inBackground(update(), 'Asking who is signed in', log);
  const listening = registry.onDidChange(start);
  start();
  return new vscode.Disposable(() => {
    latest = Infinity;
    listening.dispose();
  });
}

import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { RememberedArguments } from '../../../core/mcp/toolArguments/rememberedArguments.ts';
import type { SignedInAccounts } from '../../auth/accounts/signedInAccounts.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';

/** What is listened to. */
export interface ForgetArgumentsOptions {
  readonly registry: Pick<ServerRegistry, 'onDidChange' | 'problem' | 'get'>;
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
  readonly log: Log;
}

/** Forgets the arguments of a server's tools when its account signed out or changed, or the server was removed. */
export function forgetArguments(
  remembered: Pick<RememberedArguments, 'forget'>,
  { registry, accounts, log }: ForgetArgumentsOptions,
): vscode.Disposable {
  const forget = (isGone: (serverId: string) => boolean): void =>
    inBackground(remembered.forget(isGone), 'Forgetting the arguments of tools', log);
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

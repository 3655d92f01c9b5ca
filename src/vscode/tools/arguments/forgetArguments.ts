import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { RememberedArguments } from '../../../core/mcp/toolArguments/rememberedArguments.ts';
import { onAccountsLeft } from '../../auth/accounts/onAccountsLeft.ts';
import type { SignedInAccounts } from '../../auth/accounts/signedInAccounts.ts';
import { openPaths } from '../../documents/openPaths.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import type { DraftStore } from './draftStore.ts';
import { draftUris } from './draftUris.ts';

/** What is forgotten. */
export interface KeptArguments {
  readonly remembered: Pick<RememberedArguments, 'forget'>;
  readonly drafts: Pick<DraftStore, 'forget'>;
  /** Of the documents of the drafts. */
  readonly scheme: string;
}

/** What is listened to. */
export interface ForgetArgumentsOptions {
  readonly registry: Pick<ServerRegistry, 'onDidChange' | 'problem' | 'get'>;
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
  readonly log: Log;
}

/**
 * Forgets the arguments of a server's tools when its account signed out or changed, or the server was removed. What a
 * person has open as another account comes stays.
 */
export function forgetArguments(
  { remembered, drafts, scheme }: KeptArguments,
  { registry, accounts, log }: ForgetArgumentsOptions,
): vscode.Disposable {
  const forget = (isGone: (serverId: string) => boolean, keeps: ReadonlySet<string>): void => {
    const uris = draftUris(scheme);
    inBackground(remembered.forget(isGone), 'Forgetting the arguments of tools', log);
    inBackground(
      drafts.forget((draft) => isGone(draft.serverId) && !keeps.has(uris.document(draft).path)),
      'Dropping the arguments of tools',
      log,
    );
  };
  return vscode.Disposable.from(
    onAccountsLeft(accounts, (isLeft) => forget(isLeft, openPaths(scheme))),
    registry.onDidChange(() => {
      // Settings that cannot be read name no server, and have removed none.
      if (!registry.problem) forget((id) => registry.get(id) === undefined, new Set());
    }),
  );
}

import * as vscode from 'vscode';
import type { Log, Subscription } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { IncidentDrafts } from '../../../core/incidents/create/incidentDrafts.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';
import type { SignedInAccounts } from '../../auth/accounts/signedInAccounts.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';

/** What is listened to. */
export interface ForgetDraftsOptions {
  readonly registry: Pick<ServerRegistry, 'onDidChange' | 'problem' | 'get'>;
  readonly accounts: Pick<SignedInAccounts, 'onDidChange' | 'current'>;
  readonly sessions: Pick<Sessions, 'onDidChange' | 'hasEnded'>;
  readonly log: Log;
}

/**
 * Forgets the draft for a server when its account signed out or changed, or the server was removed. A sign-in that the
 * issuer ended takes nothing away: the person signs in again and goes on.
 */
export function forgetDrafts(
  drafts: Pick<IncidentDrafts, 'get' | 'forget'>,
  { registry, accounts, sessions, log }: ForgetDraftsOptions,
): Subscription {
  const ended = new Set<string>();
  const isGone = async (serverId: string): Promise<boolean> => {
    const now = (await accounts.current(serverId))?.account.id;
    const { account = '' } = drafts.get(serverId) ?? {};
    return now === undefined ? !ended.has(serverId) : account !== '' && account !== now;
  };
  const look = async (serverIds: readonly string[]): Promise<void> => {
    const answers = await Promise.all(serverIds.map(async (id) => ((await isGone(id)) ? [id] : [])));
    await drafts.forget((id) => answers.flat().includes(id));
  };
  return vscode.Disposable.from(
    sessions.onDidChange(({ removed, added }) => {
      for (const { serverId } of added) ended.delete(serverId);
      for (const { id, serverId } of removed) {
        if (sessions.hasEnded(id)) ended.add(serverId);
        else ended.delete(serverId);
      }
    }),
    accounts.onDidChange((changes) => {
      const others = changes.flatMap(({ serverId, sameAccount }) => (sameAccount ? [] : [serverId]));
      if (others.length > 0) inBackground(look(others), 'Forgetting drafts', log);
    }),
    registry.onDidChange(() => {
      // Settings that cannot be read name no server, and have removed none.
      if (!registry.problem) {
        inBackground(
          drafts.forget((id) => registry.get(id) === undefined),
          'Forgetting drafts',
          log,
        );
      }
    }),
  );
}

import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { SignedInAccounts } from '../auth/signedInAccounts.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';

/**
 * The server a command is about: the only one, else the one the person picks.
 * @throws AppError `invalid_settings`, `no_servers`, `cancelled`
 */
export async function pickServer(
  registry: ServerRegistry,
  accounts: Pick<SignedInAccounts, 'current'>,
  placeHolder: string,
): Promise<ServerClient> {
  if (registry.problem) throw registry.problem;
  const clients = registry.list();
  const [first] = clients;
  if (!first) throw new AppError('no_servers');
  if (clients.length === 1) return first;
  const items = clients.map(async (client) => ({
    label: client.entry.name,
    description: plainLabel((await accounts.current(client.id))?.label ?? vscode.l10n.t('signed out')),
    detail: client.entry.url,
    client,
  }));
  const picked = await vscode.window.showQuickPick(Promise.all(items), { placeHolder, matchOnDetail: true });
  if (!picked) throw new AppError('cancelled');
  return picked.client;
}

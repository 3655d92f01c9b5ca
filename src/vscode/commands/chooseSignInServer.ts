import * as vscode from 'vscode';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import { namedServer } from '../servers/namedServer.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';

/** What the choice is made from. */
export interface SignInServers {
  readonly registry: ServerRegistry;
  readonly accounts: Pick<SignedInAccounts, 'current'>;
}

/**
 * The server that a command was given, else the only one, else the one picked, each shown with its account.
 * @throws AppError `invalid_settings`, `no_servers`, `cancelled`
 */
export async function chooseSignInServer(
  argument: unknown,
  { registry, accounts }: SignInServers,
  placeHolder: string,
): Promise<ServerClient> {
  const account = async (client: ServerClient) =>
    (await accounts.current(client.id))?.label ?? vscode.l10n.t('signed out');
  return namedServer(argument, registry) ?? chooseServer(registry, placeHolder, account);
}

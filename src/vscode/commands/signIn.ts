import * as vscode from 'vscode';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { SignedInAccounts } from '../auth/signedInAccounts.ts';
import type { SignInTo } from '../auth/signInTo.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { RunCommand } from './runCommand.ts';

/** What the command needs. */
export interface SignInOptions {
  readonly run: RunCommand;
  readonly registry: ServerRegistry;
  readonly accounts: SignedInAccounts;
  readonly signInTo: SignInTo;
}

/** "Sign In": to the server whose id is given, else to the only one, else to the one picked. */
export function registerSignIn({ run, registry, accounts, signInTo }: SignInOptions): vscode.Disposable {
  return run('incidentDesk.signIn', async (id) => {
    const account = async ({ id: serverId }: ServerClient) =>
      (await accounts.current(serverId))?.label ?? vscode.l10n.t('signed out');
    const named = typeof id === 'string' ? registry.get(id) : undefined;
    const client = named ?? (await chooseServer(registry, vscode.l10n.t('Sign in to which server?'), account));
    await signInTo(client.id);
  });
}

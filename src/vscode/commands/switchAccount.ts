import * as vscode from 'vscode';
import type { SwitchAccount } from '../auth/accounts/switchAccount.ts';
import { chooseSignInServer, type SignInServers } from './chooseSignInServer.ts';
import type { CommandHandler } from './feature.ts';

/** What the command needs. */
export interface SwitchAccountOptions extends SignInServers {
  readonly switchAccount: SwitchAccount;
}

/** "Switch Account": of the server that is given, else of the only one, else of the one picked. */
export function switchAccountCommand({ switchAccount, ...servers }: SwitchAccountOptions): CommandHandler {
  return async (server) => {
    const client = await chooseSignInServer(server, servers, vscode.l10n.t('Switch the account of which server?'));
    await switchAccount(client.id);
  };
}

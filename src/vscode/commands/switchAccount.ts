import * as vscode from 'vscode';
import type { SwitchAccount } from '../auth/accounts/switchAccount.ts';
import { chooseSignInServer, type SignInServers } from './chooseSignInServer.ts';
import type { RunCommand } from './runCommand.ts';

/** What the command needs. */
export interface SwitchAccountOptions extends SignInServers {
  readonly run: RunCommand;
  readonly switchAccount: SwitchAccount;
}

/** "Switch Account": of the server whose id is given, else of the only one, else of the one picked. */
export function registerSwitchAccount({ run, switchAccount, ...servers }: SwitchAccountOptions): vscode.Disposable {
  return run('incidentDesk.switchAccount', async (id) => {
    const client = await chooseSignInServer(id, servers, vscode.l10n.t('Switch the account of which server?'));
    await switchAccount(client.id);
  });
}

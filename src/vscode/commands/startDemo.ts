import * as vscode from 'vscode';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import type { SignInTo } from '../auth/signInTo.ts';
import type { DemoServer } from '../demo/demoServer.ts';
import type { CommandHandler } from './feature.ts';

/** What the command needs. */
export interface StartDemoOptions {
  readonly demo: DemoServer;
  readonly accounts: SignedInAccounts;
  readonly signInTo: SignInTo;
}

/** "Start Local Demo": starts or joins it, shows the incidents view and signs in. */
export function startDemoCommand({ demo, accounts, signInTo }: StartDemoOptions): CommandHandler {
  return async () => {
    const location = vscode.ProgressLocation.Notification;
    const title = vscode.l10n.t('Starting the local demo…');
    const serverId = await vscode.window.withProgress({ location, title }, () => demo.start());
    await vscode.commands.executeCommand('incidentDesk.incidents.focus');
    if (await accounts.current(serverId)) await vscode.commands.executeCommand('incidentDesk.refreshIncidents');
    else await signInTo(serverId);
  };
}

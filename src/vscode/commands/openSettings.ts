import * as vscode from 'vscode';
import { SERVERS_SETTING } from '../settings/parseServers.ts';
import type { RunCommand } from './runCommand.ts';

/** "Open Settings": the person's settings file at the list of servers. */
export function registerOpenSettings(run: RunCommand): vscode.Disposable {
  return run('incidentDesk.openSettings', async () => {
    const revealSetting = { key: SERVERS_SETTING, edit: true };
    await vscode.commands.executeCommand('workbench.action.openSettingsJson', { revealSetting });
  });
}

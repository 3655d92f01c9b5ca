import * as vscode from 'vscode';
import { SERVERS_SETTING } from '../settings/serversKey.ts';
import type { CommandHandler } from './feature.ts';

/** "Open Settings": the person's settings file at the list of servers. */
export function openSettingsCommand(): CommandHandler {
  return async () => {
    const revealSetting = { key: SERVERS_SETTING, edit: true };
    await vscode.commands.executeCommand('workbench.action.openSettingsJson', { revealSetting });
  };
}

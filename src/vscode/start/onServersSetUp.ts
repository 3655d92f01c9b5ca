import * as vscode from 'vscode';
import { inBackground } from '../../core/inBackground.ts';
import type { Log } from '../../core/effects.ts';
import { SERVERS_SETTING } from '../settings/serversKey.ts';

/**
 * Calls `show` once there is something in the list of servers: soon after activation where there is, else when the
 * first is added, here or in another window. Without that, whoever is signed in would see no account in the status bar
 * until something is clicked; where there are no servers, there is nothing to show and nothing is loaded.
 * @param show is told whether the servers were there from the start
 */
export function onServersSetUp(show: (fromStart: boolean) => Promise<void>, log: Log): vscode.Disposable {
  const look = (fromStart: boolean): void => {
    if (hasServers()) inBackground(show(fromStart), 'Showing who is signed in', log);
  };
  // Not while VS Code waits for activate() to come back.
  const soon = setTimeout(look, 0, true);
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SERVERS_SETTING)) look(false);
  });
  return new vscode.Disposable(() => {
    clearTimeout(soon);
    listening.dispose();
  });
}

/** Whether the setting holds anything, be it wrong, which the status bar tells then. */
export function hasServers(): boolean {
  const value: unknown = vscode.workspace.getConfiguration().inspect(SERVERS_SETTING)?.globalValue;
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

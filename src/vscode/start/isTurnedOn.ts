import * as vscode from 'vscode';

/** Whether a setting that is on unless told otherwise is on. Only the person's own settings count. */
export function isTurnedOn(setting: string): boolean {
  return vscode.workspace.getConfiguration().inspect(setting)?.globalValue !== false;
}

import type * as vscode from 'vscode';
import type { RunCommand } from './runCommand.ts';

/** "Show Log": the output channel. */
export function registerShowLog(run: RunCommand, channel: Pick<vscode.OutputChannel, 'show'>): vscode.Disposable {
  return run('incidentDesk.showLog', () => {
    channel.show();
  });
}

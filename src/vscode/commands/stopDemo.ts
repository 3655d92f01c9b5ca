import * as vscode from 'vscode';
import type { Sessions } from '../../core/oauth/sessions.ts';
import type { DemoControl } from '../demo/createDemoControl.ts';
import { demoEntriesIn } from '../servers/demoEntry.ts';
import { removeEntry } from '../servers/removeEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { RunCommand } from './runCommand.ts';

/** "Stop Local Demo": signs out of it while it can still revoke, takes out its server, then ends it. */
export function registerStopDemo(
  run: RunCommand,
  control: DemoControl,
  setting: ServersSetting,
  sessions: Sessions,
): vscode.Disposable {
  return run('incidentDesk.stopDemo', async () => {
    const info = await control.running();
    for (const entry of demoEntriesIn(setting.read(), info)) await removeEntry(entry, setting, sessions);
    await control.stop();
    await showDemoRunning(false);
  });
}

/** Tells menus and the palette whether the demo runs. */
export async function showDemoRunning(running: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'incidentDesk.demoRunning', running);
}

import * as vscode from 'vscode';
import type { DemoServer } from '../demo/demoServer.ts';
import type { CommandHandler } from './feature.ts';

/** "Stop Local Demo": signs out of it, takes out its server and ends it. */
export function stopDemoCommand(demo: DemoServer): CommandHandler {
  return async () => {
    const location = vscode.ProgressLocation.Notification;
    const title = vscode.l10n.t('Stopping the local demo…');
    await vscode.window.withProgress({ location, title }, () => demo.stop());
  };
}

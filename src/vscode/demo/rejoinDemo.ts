import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';
import { isAppError } from '../../core/errors.ts';
import type { DemoServer } from './demoServer.ts';

/** Joins the demo that was running when this window was closed; what goes wrong there is only logged. */
export async function rejoinDemo(demo: DemoServer, log: Log): Promise<void> {
  try {
    if (await demo.rejoin()) await vscode.commands.executeCommand('incidentDesk.refreshIncidents');
  } catch (error) {
    const why = isAppError(error) ? `${error.code} ${error.args['reason'] ?? ''}` : String(error);
    log.warn(`The local demo could not be started again: ${why}`);
  }
}

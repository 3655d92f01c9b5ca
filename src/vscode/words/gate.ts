import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';

/** Shows what failed, and logs it. `where` names what was done, such as a command. Never rejects. */
export type Gate = (error: unknown, where: string) => Promise<void>;

/**
 * The one gate that shows errors: a cancellation ends silently, a missing sign-in is offered, any other error is shown
 * and logged. The words load when something fails; where even they do not, as after an update that replaced the files
 * under an open window, the person is told to reload it.
 */
export function createGate(log: Log): Gate {
  return async (error, where) => {
    try {
      const { showError } = await import('./showError.ts');
      await showError(error, where, log);
    } catch (fault) {
      log.error(`${where}: ${textOf(error)}`);
      log.error(`The words for it could not be shown: ${textOf(fault)}`);
      await offerReload();
    }
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : 'unknown fault';
}

async function offerReload(): Promise<void> {
  const { t } = vscode.l10n;
  const reload = t('Reload Window');
  const words = t('Incident Desk could not be loaded, as after an update. Reload the window.');
  if ((await vscode.window.showErrorMessage(words, reload)) !== reload) return;
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
}

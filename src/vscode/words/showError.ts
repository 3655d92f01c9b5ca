import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import { messageForAny } from './messages.ts';
import { loggedText } from './loggedText.ts';
import { plainText } from './plainText.ts';

/** Shows an error as a notification with the button that helps, and logs it. A cancellation is neither. */
export async function showError(error: unknown, where: string, log: Log): Promise<void> {
  if (isCancellation(error)) return;
  log.error(`${where}: ${logLine(error)}`);
  const { text, action } = messageForAny(error);
  const chosen = await vscode.window.showErrorMessage(text, ...(action ? [action.title] : []));
  if (action && chosen === action.title) await vscode.commands.executeCommand(action.command);
}

function isCancellation(error: unknown): boolean {
  return isAppError(error, 'cancelled') || error instanceof vscode.CancellationError;
}

/** One line for the log: the code and its arguments, or the fault's stack. Arguments never hold a secret. */
function logLine(error: unknown): string {
  if (error instanceof AppError) {
    const args = Object.entries(error.args).map(([name, value]) => `${name}=${plainText(loggedText(value))}`);
    const cause = error.cause instanceof Error ? [`cause=${plainText(error.cause.name)}`] : [];
    return [error.code, ...args, ...cause].join(' ');
  }
  return error instanceof Error ? (error.stack ?? error.message) : plainText(String(error));
}

import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';
import { showError } from '../words/showError.ts';
import type { CommandId } from './commandIds.ts';

/** What a command does; whatever it throws is shown by the gate. Arguments come from menus and other extensions. */
export type CommandHandler = (...args: unknown[]) => unknown;

/** Registers a command behind the one gate that shows errors. */
export type RunCommand = (id: CommandId, handler: CommandHandler) => vscode.Disposable;

/**
 * Makes the gate: a cancelled command ends silently, a missing sign-in is offered, any other error is shown and
 * logged. A command never rejects, so that callers need not catch.
 */
export function createRunCommand(log: Log): RunCommand {
  return (id, handler) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (error) {
        // Not awaited: a command is done when it failed, not when somebody dismissed the message.
        void showError(error, id, log);
        return undefined;
      }
    });
}

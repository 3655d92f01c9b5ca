import * as vscode from 'vscode';
import type { Gate } from '../words/gate.ts';
import { COMMAND_IDS, type CommandId } from './commandIds.ts';
import type { Feature } from './feature.ts';

/** Whatever knows how to get the feature that answers a command. */
interface Source<Id extends CommandId> {
  get(): Promise<Pick<Feature<Id>, 'commands'>>;
}

/** The feature behind each command. The type sees to it that each command has one, and that it answers the command. */
export type CommandTable = { readonly [Id in CommandId]: Source<Id> };

/**
 * Registers every command; its feature is loaded when it is first run. Behind the gate: a command never rejects, so
 * that callers need not catch.
 */
export function registerCommands(table: CommandTable, gate: Gate): vscode.Disposable {
  const register = <Id extends CommandId>(id: Id, sources: Pick<CommandTable, Id>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (...args: unknown[]): Promise<unknown> => {
      try {
        const source: Source<Id> = sources[id];
        const { commands } = await source.get();
        return await commands[id](...args);
      } catch (error) {
        // Not awaited: a command is done when it failed, not when somebody dismissed the message.
        void gate(error, id);
        return undefined;
      }
    });
  return vscode.Disposable.from(...COMMAND_IDS.map((id) => register(id, table)));
}

import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { NewServerEntry, ServerEntry } from '../../core/serverEntry.ts';
import { parseServers } from './parseServers.ts';
import { SERVERS_SETTING } from './serversKey.ts';

/** The servers a person has configured. Only the person's own settings count, never those of a workspace. */
export interface ServersSetting extends vscode.Disposable {
  /** @throws AppError `invalid_settings` */
  read(): readonly ServerEntry[];
  readonly onDidChange: vscode.Event<unknown>;
  /**
   * Appends an entry. Those that are there stay as they are.
   * @throws AppError `invalid_settings` where it cannot stand beside them
   */
  add(entry: NewServerEntry): Promise<void>;
  /**
   * Changes fields of the entry that {@link read} gave at this index. Whatever else it holds stays.
   * @throws AppError `invalid_settings` where it could not stand beside the others then
   */
  changeAt(index: number, changes: Partial<NewServerEntry>): Promise<void>;
  /** Takes out the entry that {@link read} gave at this index. */
  removeAt(index: number): Promise<void>;
}

/** The setting `incidentDesk.servers` in the person's own settings file. */
export function createServersSetting(): ServersSetting {
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SERVERS_SETTING)) changed.fire();
  });
  return {
    read: () => parseServers(rawValue()),
    onDidChange: changed.event,
    add: async (entry) => {
      const entries = [...rawList(), entry];
      parseServers(entries);
      await write(entries);
    },
    changeAt: async (index, changes) => {
      const entries = rawList().map((entry, at) =>
        at === index && typeof entry === 'object' ? { ...entry, ...changes } : entry,
      );
      parseServers(entries);
      await write(entries);
    },
    dispose: () => {
      listening.dispose();
      changed.dispose();
    },
    removeAt: async (index) => write(rawList().filter((_, at) => at !== index)),
  };
}

function rawValue(): unknown {
  return vscode.workspace.getConfiguration().inspect(SERVERS_SETTING)?.globalValue;
}

/** @throws AppError `invalid_settings` rather than overwrite what is no list */
function rawList(): readonly unknown[] {
  const value = rawValue() ?? [];
  if (!Array.isArray(value)) throw new AppError('invalid_settings', { field: SERVERS_SETTING, problem: 'not_list' });
  return value;
}

async function write(entries: readonly unknown[]): Promise<void> {
  await vscode.workspace.getConfiguration().update(SERVERS_SETTING, entries, vscode.ConfigurationTarget.Global);
}

import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';
import { SERVERS_SETTING } from '../settings/serversKey.ts';
import { isTurnedOn } from './isTurnedOn.ts';
import { hasServers } from './onServersSetUp.ts';

/** What {@link registerLazyMcpServers} asks for servers. */
export interface McpServers {
  /** Never asks the person anything. */
  definitions(): Promise<vscode.McpHttpServerDefinition[]>;
  /** The definition with what opens it. @throws where it is not offered any more */
  resolve(definition: vscode.McpHttpServerDefinition): vscode.McpHttpServerDefinition;
  /** Ends what runs on servers that were offered. */
  takeBack(): void;
  readonly onDidChange: vscode.Event<void>;
}

/** Where the servers are registered, and what turns them off. */
export interface McpServersFace {
  readonly id: string;
  readonly setting: string;
  readonly log: Log;
}

/**
 * Offers servers to the editor's chat, which are loaded when it asks for them and there are any. Does nothing in an
 * editor that has no such chat.
 */
export function registerLazyMcpServers(
  { id, setting, log }: McpServersFace,
  load: () => Promise<McpServers>,
): vscode.Disposable {
  if (!hasMcpServers()) return new vscode.Disposable(() => undefined);
  const changed = new vscode.EventEmitter<void>();
  let loaded: McpServers | undefined;
  let listening: vscode.Disposable | undefined;
  const servers = async (): Promise<McpServers> => {
    loaded = await load();
    listening ??= loaded.onDidChange(() => changed.fire());
    return loaded;
  };
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(setting) || event.affectsConfiguration(SERVERS_SETTING)) changed.fire();
  });
  const registered = vscode.lm.registerMcpServerDefinitionProvider(id, {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: async () => {
      try {
        if (isTurnedOn(setting) && hasServers()) return await (await servers()).definitions();
      } catch (error) {
        log.error(`The servers for the chat could not be listed: ${error instanceof Error ? error.name : 'unknown'}`);
      }
      loaded?.takeBack();
      return [];
    },
    resolveMcpServerDefinition: async (definition) =>
      definition instanceof vscode.McpHttpServerDefinition ? (await servers()).resolve(definition) : undefined,
  });
  return new vscode.Disposable(() => {
    for (const part of [registered, settings, listening, changed]) part?.dispose();
  });
}

/** Editors that are made from VS Code may lack it, whatever version they name. */
function hasMcpServers(): boolean {
  const lm: unknown = Reflect.get(vscode, 'lm');
  return typeof lm === 'object' && lm !== null && 'registerMcpServerDefinitionProvider' in lm;
}

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { connectToServer } from '../../../src/core/mcp/connect.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { createRequestDesk } from '../../../src/vscode/requests/requestDesk.ts';
import type { RequestDesk } from '../../../src/vscode/requests/requestDesk.ts';
import { createServerRequests } from '../../../src/vscode/requests/createServerRequests.ts';
import { registerLazyFiles } from '../../../src/vscode/start/lazyFiles.ts';
import type { AskingServer, WireQuestion } from '../../peers/askingServer.ts';
import { eventually } from './signInDesk.ts';

/** The extension that runs has registered the product's. */
export const SAMPLING_SCHEME = 'incident-desk-test-sampling';

/** A server that asks, called "Asker", and what answers it in the editor, as the extension wires it. */
export interface AskingDesk {
  readonly server: AskingServer;
  readonly memory: Map<string, unknown>;
  /** The quick inputs that were made, oldest first. */
  readonly inputs: readonly vscode.QuickInput[];
  models(): RequestDesk['models'];
  /** Has the editor's language model be there or not, and behave in a way. */
  behave(behaviour: string, isThere: boolean): Promise<void>;
  /** What the server was told to its question. */
  told(question: WireQuestion): Promise<unknown>;
  /** Has the server take a question back once it is asked. */
  takenBack(question: WireQuestion, asked: () => Promise<void>): Promise<void>;
  disconnect(): Promise<void>;
  /** As after a reload of the window: what is kept stays. */
  reload(): Promise<void>;
  /** Waits for the nth quick input, and until the window shows it. */
  nextInput(count: number): Promise<void>;
  /** Waits until an input was told what it was given. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Runs a command of the workbench. */
export function command(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand(`workbench.action.${id}`);
}

/** Starts an {@link AskingDesk}; closing it puts back what it changed of the editor. */
export async function startAskingDesk(): Promise<AskingDesk> {
  const server = await (await import('./world.ts')).startAskingServer();
  const memory = new Map<string, unknown>();
  const { inputs, restore } = watchInputs();
  const log = vscode.window.createOutputChannel('Test of requests', { log: true });
  const makeDesk = (): RequestDesk =>
    createRequestDesk({
      ...{ log, scheme: SAMPLING_SCHEME, now: () => Date.now() },
      memory: { get: (key) => memory.get(key), update: async (key, value) => void memory.set(key, value) },
      accounts: { onDidChange: new vscode.EventEmitter<never>().event },
    });
  let desk = makeDesk();
  let connection: McpConnection | undefined;
  const files = registerLazyFiles(SAMPLING_SCHEME, async () => desk.documents, true);
  const connected = async () => (connection ??= await connect(server.url, desk));
  const disconnect = async (): Promise<void> => {
    await connection?.close();
    connection = undefined;
  };
  // What an input is told leaves in the next turn, and the window takes in order what it is told.
  const settled = async (): Promise<void> => {
    await delay(1);
    await command('focusQuickOpen');
  };
  return {
    ...{ server, memory, inputs, disconnect, settled },
    models: () => desk.models,
    behave: async (behaviour, isThere) => {
      await vscode.commands.executeCommand('incidentDeskTest.behave', behaviour);
      for (let looks = 0; desk.models.isThere !== isThere && looks < 200; looks += 1) {
        await desk.models.look();
        await delay(20);
      }
      assert.equal(desk.models.isThere, isThere);
    },
    told: async (question) => {
      server.tools.set('ask', [{ ask: question }]);
      const { content } = await (await connected()).callTool('ask', {});
      const told: unknown = content[0]?.type === 'text' ? JSON.parse(content[0].text) : content;
      return told;
    },
    takenBack: async (question, asked) => {
      const back = new AbortController();
      server.tools.set('ask', [{ ask: question, until: back.signal }]);
      const calling = (await connected()).callTool('ask', {});
      await asked();
      back.abort();
      await calling;
    },
    reload: async () => {
      await disconnect();
      desk.dispose();
      desk = makeDesk();
    },
    nextInput: async (count) => {
      await eventually(() => inputs.length >= count);
      await settled();
    },
    close: async () => {
      restore();
      await disconnect();
      await server.close();
      await vscode.commands.executeCommand('incidentDeskTest.behave', 'gone');
      files.dispose();
      desk.dispose();
      log.dispose();
      await command('closeAllEditors');
    },
  };
}

function connect(url: string, desk: RequestDesk): Promise<McpConnection> {
  const entry: ServerEntry = { name: 'Asker', url, resource: 'auto', signIn: 'auto' };
  const silent = (): void => undefined;
  return connectToServer({
    entry,
    tokens: { token: async () => 'any', replace: async () => undefined },
    effects: {
      fetch: (...request) => fetch(...request),
      now: () => Date.now(),
      log: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
    },
    clientVersion: '0.0.0',
    requests: createServerRequests(entry, desk),
  });
}

function watchInputs(): { readonly inputs: readonly vscode.QuickInput[]; readonly restore: () => void } {
  const inputs: vscode.QuickInput[] = [];
  const { createQuickPick, createInputBox } = vscode.window;
  const kept =
    <Input extends vscode.QuickInput>(create: () => Input) =>
    (): Input => {
      const input = create();
      inputs.push(input);
      return input;
    };
  Object.assign(vscode.window, { createQuickPick: kept(createQuickPick), createInputBox: kept(createInputBox) });
  return { inputs, restore: () => Object.assign(vscode.window, { createQuickPick, createInputBox }) };
}

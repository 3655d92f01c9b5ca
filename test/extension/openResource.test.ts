import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { serverEntry } from '../../src/core/serverEntry.ts';
import { openResource } from '../../src/vscode/resources/openResource.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { startSeedServer } from './world/world.ts';

const INCIDENT = { id: 'INC-1', title: 'Disk full', severity: 'high', status: 'open' };

describe('Opening a resource that is not there', () => {
  let server: Awaited<ReturnType<typeof startSeedServer>>;
  let client: ServerClient;
  let restore: () => void;
  let said: string[];
  let picked: string[];
  let opened: string[];
  /** The button of each error message, in order. */
  let buttons: (string | undefined)[];
  let duringMessage: () => void;

  beforeEach(async () => {
    [said, picked, opened, buttons] = [[], [], [], []];
    duringMessage = () => undefined;
    server = await startSeedServer({ tokens: new Set(['good']), incidents: [INCIDENT] });
    client = createServerClient({
      entry: serverEntry({ name: 'Seed', url: server.url }),
      tokens: steeredTokens('good'),
      effects: { fetch, now: () => Date.now(), log: { trace() {}, debug() {}, info() {}, warn() {}, error() {} } },
      clientVersion: '1.2.3',
    });
    const { showErrorMessage, showQuickPick } = vscode.window;
    const { executeCommand } = vscode.commands;
    Object.assign(vscode.window, {
      showErrorMessage: async (words: string, ...offered: string[]) => {
        said.push([words, ...offered].join(' | '));
        duringMessage();
        return buttons.shift();
      },
      showQuickPick: async (given: PromiseLike<readonly vscode.QuickPickItem[]>) => {
        const items = await given;
        picked.push(...items.map(({ label }) => label));
        return items.find(({ description }) => description === 'incidents://all');
      },
    });
    Object.assign(vscode.commands, {
      executeCommand: async (command: string, document: vscode.Uri) => {
        if (command !== 'vscode.open') return executeCommand(command, document);
        opened.push(document.path.split('/').at(-1) ?? '');
        return undefined;
      },
    });
    restore = () => {
      Object.assign(vscode.window, { showErrorMessage, showQuickPick });
      Object.assign(vscode.commands, { executeCommand });
    };
  });
  afterEach(async () => {
    restore();
    await client.reset();
    await server.close();
  });

  const open = (uri: string) =>
    openResource(
      {
        registry: {
          problem: undefined,
          list: () => [client],
          get: () => client,
          onDidChange: new vscode.EventEmitter<void>().event,
        },
        withStepUp: (_, call) => call(),
        files: { keep: () => undefined },
      },
      { serverId: client.id, uri },
    );

  for (const uri of ['incidents://INC-9', 'nothing://here']) {
    it(`says in its own words that there is no ${uri}, and opens no editor`, async () => {
      await open(uri);
      assert.deepEqual(said, [`Seed has no resource ${uri}. | Try Again | Choose Another…`]);
      assert.deepEqual(opened, []);
    });
  }

  it('opens it once it is there', async () => {
    buttons = ['Try Again'];
    duringMessage = () => void server.incidents.push({ ...INCIDENT, id: 'INC-9' });
    await open('incidents://INC-9');
    assert.deepEqual(opened, ['INC-9.json']);
    assert.equal(said.length, 1);
  });

  it('lets the person choose another one', async () => {
    buttons = ['Choose Another…'];
    await open('incidents://INC-9');
    assert.deepEqual(opened, ['all.txt']);
    assert.ok(picked.includes('Type an address…'));
  });
});

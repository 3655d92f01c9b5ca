import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { EXTENSION_ID } from '../../src/shared/names.ts';
import { createApi } from '../../src/vscode/api/createApi.ts';
import type { Api } from '../../src/vscode/api/createApi.ts';
import type { IncidentDeskApi, IncidentDeskExports } from '../../src/vscode/api/incidentDeskApi.ts';
import type { FaultyServer } from '../peers/faultyServer.ts';
import { startFaultyServer } from './world/world.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const ASKING = 'vscode.git-base';
const TOOLS = ['look', 'act'].map((name) => ({
  name,
  title: `${name} [here](command:workbench.action.quit)`,
  inputSchema: { type: 'object' },
  annotations: { readOnlyHint: name === 'look' },
}));

describe('The API for other extensions', () => {
  const { showWarningMessage, showInformationMessage } = vscode.window;
  let server: FaultyServer;
  let client: ServerClient;
  let api: Api;
  let mine: IncidentDeskApi;
  let questions: string[];
  let answer: boolean;
  let signedIn: boolean;
  const values = new Map<string, unknown>();

  beforeEach(async () => {
    [questions, answer, signedIn] = [[], true, true];
    values.clear();
    server = await startFaultyServer({ 'tools/list': () => ({ tools: TOOLS }) });
    client = createServerClient({
      entry: { name: 'Production', url: server.url, resource: 'auto', signIn: 'auto' },
      tokens: { token: async () => 'canary-token', replace: async () => undefined },
      effects: { fetch, now: Date.now, log: silent },
      clientVersion: '1.2.3',
    });
    const registry = {
      problem: undefined,
      list: () => [client],
      get: (id: string) => (id === client.id ? client : undefined),
      onDidChange: new vscode.EventEmitter<void>().event,
    };
    const account = { id: 's', label: 'ada', account: { id: 'a', label: 'ada' } };
    const memory = {
      get: (key: string) => values.get(key),
      update: async (key: string, value: unknown) => void values.set(key, value),
    };
    api = createApi({ registry, accounts: { current: async () => (signedIn ? account : undefined) }, memory });
    mine = api.apiFor(ASKING);
    const ask = async (question: string, options: vscode.MessageOptions, agree: string) => {
      questions.push(`${question}\n${options.detail ?? ''}`);
      assert.equal(options.modal, true);
      return answer ? agree : undefined;
    };
    Object.assign(vscode.window, { showWarningMessage: ask, showInformationMessage: async () => undefined });
  });

  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showInformationMessage });
    await client.reset();
    await server.close();
  });

  const calls = () => server.received.filter(({ method }) => method === 'tools/call').length;

  it('is what activate() gives, for version 1 and extensions that are installed', async () => {
    const extension = vscode.extensions.getExtension<IncidentDeskExports>(EXTENSION_ID);
    const exports = await extension?.activate();
    assert.ok(exports);
    assert.deepEqual(await exports.getAPI(1, ASKING).listServers(), []);
    assert.throws(() => Reflect.apply(exports.getAPI, exports, [2, ASKING]), /version 2/);
    await assert.rejects(exports.getAPI(1, 'nobody.nothing').listServers(), /nobody\.nothing/);
  });

  it('tells of the servers without a question and without a secret', async () => {
    const servers = await mine.listServers();
    assert.deepEqual(servers, [{ id: client.id, name: 'Production', url: server.url, isSignedIn: true }]);
    assert.deepEqual(questions, []);
  });

  it('asks once for each extension before it reads', async () => {
    await mine.listTools(client.id);
    await mine.callTool(client.id, 'look', {});
    assert.equal(questions.length, 1);
    assert.match(questions[0] ?? '', /^Allow .*\(vscode\.git-base\) to read from Production\?/);
    await api.apiFor('vscode.git').listTools(client.id);
    assert.equal(questions.length, 2);
    await api.commands['incidentDesk.forgetAllowedExtensions']();
    await mine.listTools(client.id);
    assert.equal(questions.length, 3);
  });

  it('asks each time before it calls what can change things, and shows the arguments', async () => {
    await mine.callTool(client.id, 'act', { id: 'INC-1' });
    await mine.callTool(client.id, 'act', { id: 'INC-2' });
    assert.equal(questions.length, 3);
    assert.match(questions[1] ?? '', /call "act here" on Production\?/);
    assert.match(questions[2] ?? '', /"id": "INC-2"/);
    assert.ok(!questions.join().includes('command:'));
  });

  it('says how much of long arguments the question does not show', async () => {
    await mine.callTool(client.id, 'act', { id: 'x'.repeat(582) });
    assert.match(questions.at(-1) ?? '', /x"\n\}\n\n/);
    await mine.callTool(client.id, 'act', { id: 'x'.repeat(2000) });
    assert.match(questions.at(-1) ?? '', /x{500}…\n\(1,414 more characters are not shown\)\n\n/);
  });

  it('sends what the person was shown, though the arguments were changed meanwhile', async () => {
    await mine.listTools(client.id);
    const args = { id: 'INC-1' };
    const calling = mine.callTool(client.id, 'act', args);
    args.id = 'INC-2';
    await calling;
    const [sent] = server.received.filter(({ method }) => method === 'tools/call');
    assert.match(questions.at(-1) ?? '', /INC-1/);
    assert.match(JSON.stringify(sent), /INC-1/);
  });

  it('sends nothing that the person refused', async () => {
    answer = false;
    await assert.rejects(mine.readResource(client.id, 'x://1'), { code: 'cancelled' });
    answer = true;
    await mine.listTools(client.id);
    answer = false;
    await assert.rejects(mine.callTool(client.id, 'act', {}), { code: 'cancelled' });
    assert.equal(calls(), 0);
    assert.ok(!server.received.some(({ method }) => method === 'resources/read'));
  });

  it('asks one question at a time, and none that nobody waits for any more', async () => {
    await mine.listTools(client.id);
    const stop = new AbortController();
    const first = mine.callTool(client.id, 'act', {});
    const second = mine.callTool(client.id, 'act', {}, { signal: stop.signal });
    stop.abort();
    await assert.rejects(second, { code: 'cancelled' });
    await first;
    assert.equal(calls(), 1);
  });

  it('signs nobody in, and knows neither other servers nor other tools', async () => {
    await assert.rejects(mine.listTools('other'), { code: 'unknown_server' });
    await assert.rejects(mine.callTool(client.id, 'other', {}), { code: 'tool_missing' });
    signedIn = false;
    await assert.rejects(mine.listTools(client.id), { code: 'signed_out' });
  });
});

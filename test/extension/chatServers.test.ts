import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { tokenText } from '../../src/core/oauth/tokens/accessToken.ts';
import { OfferedServers } from '../../src/vscode/chat/servers/offeredServers.ts';
import { registerLazyMcpServers } from '../../src/vscode/start/lazyMcpServers.ts';
import { PROVIDE_SETTING, SERVER_DEFINITIONS } from '../../src/vscode/chat/chatIds.ts';
import type { ChatDesk } from './world/chatDesk.ts';
import { startChatDesk } from './world/chatDesk.ts';
import { standIn } from './world/standIn.ts';

type Definition = vscode.McpHttpServerDefinition;

const CLIENT = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'editor', version: '1' } };
const ASK = { jsonrpc: '2.0', id: 1, method: 'initialize', params: CLIENT };

describe('The servers that the chat is offered', function () {
  this.timeout(60_000);
  let desk: ChatDesk;
  let offered: OfferedServers;

  beforeEach(async () => {
    desk = await startChatDesk();
    offered = new OfferedServers(desk);
  });
  afterEach(async () => {
    offered.dispose();
    await desk.close();
  });

  const only = async (): Promise<Definition> => {
    const [definition, ...others] = await offered.definitions();
    assert.ok(definition);
    assert.deepEqual(others, []);
    return definition;
  };
  const ask = async ({ uri, headers }: Definition): Promise<string> => {
    const response = await fetch(uri.toString(true), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify(ASK),
    });
    return `${response.status} ${await response.text()}`;
  };

  it('are those that somebody is signed in to, at an address that opens nothing by itself', async () => {
    const client = desk.add(desk.world.entry);
    assert.deepEqual(await offered.definitions(), []);
    await desk.signIn(client);
    const definition = await only();
    assert.deepEqual([definition.label, definition.headers], ['Prod', {}]);
    assert.match(definition.uri.toString(true), /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}$/);
    assert.equal(await ask(definition), '404 ');
    assert.doesNotMatch(JSON.stringify(definition), /Bearer/);
  });

  it('are opened by a secret that only a copy holds, made when one is started', async () => {
    const client = desk.add(desk.world.entry);
    await desk.signIn(client);
    const definition = await only();
    const resolved = offered.resolve(definition);
    assert.notEqual(resolved, definition);
    assert.deepEqual(definition.headers, {});
    assert.match(resolved.headers['Authorization'] ?? '', /^Bearer [\w-]{43}$/);
    assert.deepEqual([resolved.label, resolved.version], [definition.label, definition.version]);
    assert.match(await ask(resolved), /^200 .*"serverInfo"/s);
    assert.equal(await only().then(({ uri }) => uri.toString()), definition.uri.toString());
  });

  it('are told anew when somebody signs out, and end at once', async () => {
    const client = desk.add(desk.world.entry);
    await desk.signIn(client);
    const resolved = offered.resolve(await only());
    let changes = 0;
    offered.onDidChange(() => (changes += 1));
    await desk.signOut(client);
    assert.equal(changes, 1);
    assert.match(await ask(resolved), /^200 .*You are not signed in to Prod\. Sign in with Incident Desk/);
    assert.deepEqual(await offered.definitions(), []);
    await assert.rejects(ask(resolved), 'no port is open where nobody is signed in');
    assert.throws(() => offered.resolve(resolved), /not signed in to Prod/);
  });

  it('are other ones for another account: no stream goes over to it', async () => {
    const client = desk.add(desk.world.entry);
    const first = await desk.signIn(client, 'engineer');
    const before = offered.resolve(await only());
    assert.match(await ask(before), /^200 /);
    const second = await desk.signIn(client, 'viewer');
    assert.notEqual(second.account.id, first.account.id);
    assert.match(await ask(before), /not signed in/);
    const after = await only();
    assert.notEqual(after.version, before.version);
    assert.notEqual(after.uri.toString(), before.uri.toString());
    assert.equal(await ask(before), '404 ');
    assert.match(await ask(offered.resolve(after)), /^200 .*"serverInfo"/s);
  });

  it('stay the same for a new session of the same account', async () => {
    const client = desk.add(desk.world.entry);
    await desk.signIn(client);
    const before = offered.resolve(await only());
    await desk.signIn(client);
    assert.equal((await only()).version, before.version);
    assert.match(await ask(before), /^200 .*"serverInfo"/s);
  });

  it('are none of a machine, and none whose tokens are bound to a key', async () => {
    const machine = desk.add({ ...desk.world.entry, name: 'Machine', signIn: 'clientCredentials' });
    const client = desk.add(desk.world.entry);
    const account = await desk.signIn(client);
    const accounts = { current: async () => account };
    for (const isLendable of [true, false]) {
      const sessions = { ...tokensOf(desk), isLendable: async () => isLendable };
      const some = new OfferedServers({ ...desk, accounts, sessions });
      const labels = (await some.definitions()).map(({ label }) => label);
      assert.deepEqual(labels, isLendable ? ['Prod'] : []);
      some.dispose();
    }
    assert.equal(machine.entry.signIn, 'clientCredentials');
    assert.equal(await desk.sessions.isLendable(account.id), true);
  });

  it('leave no port open when the window closes', async () => {
    const client = desk.add(desk.world.entry);
    await desk.signIn(client);
    const resolved = offered.resolve(await only());
    offered.dispose();
    await assert.rejects(ask(resolved));
  });

  it('write nothing secret into the log', async () => {
    const client = desk.add(desk.world.entry);
    const { id } = await desk.signIn(client);
    const resolved = offered.resolve(await only());
    await ask(resolved);
    const [, secret = ''] = (resolved.headers['Authorization'] ?? '').split(' ');
    const token = tokenText(await desk.sessions.token(id));
    for (const hidden of [secret, token, resolved.uri.path]) assert.ok(!desk.log.join('\n').includes(hidden));
  });
});

describe('The offer of servers to the chat', () => {
  const { Global } = vscode.ConfigurationTarget;
  const store = async (setting: string, value: unknown): Promise<void> =>
    vscode.workspace.getConfiguration().update(setting, value, Global);
  const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

  afterEach(async () => {
    await store('incidentDesk.servers', undefined);
    await store(PROVIDE_SETTING, undefined);
  });

  it('loads nothing before there are servers, and takes all back when it is turned off', async () => {
    let provider: vscode.McpServerDefinitionProvider | undefined;
    const restore = standIn(vscode.lm, {
      registerMcpServerDefinitionProvider: (id: string, given: vscode.McpServerDefinitionProvider) => {
        assert.equal(id, SERVER_DEFINITIONS);
        provider = given;
        return new vscode.Disposable(() => undefined);
      },
    });
    const definition = new vscode.McpHttpServerDefinition('Prod', vscode.Uri.parse('http://127.0.0.1:1/x'));
    const done: string[] = [];
    const face = registerLazyMcpServers({ id: SERVER_DEFINITIONS, setting: PROVIDE_SETTING, log: silent }, async () => {
      done.push('loaded');
      return {
        definitions: async () => [definition],
        resolve: () => definition,
        takeBack: () => void done.push('taken back'),
        onDidChange: new vscode.EventEmitter<void>().event,
      };
    });
    restore();
    const given = provider ?? assert.fail();
    const list = async (): Promise<unknown> =>
      given.provideMcpServerDefinitions(new vscode.CancellationTokenSource().token);
    let changes = 0;
    given.onDidChangeMcpServerDefinitions?.(() => (changes += 1));
    assert.deepEqual([await list(), done], [[], []]);
    await store('incidentDesk.servers', [{ name: 'Prod', url: 'https://incidents.example.com/mcp' }]);
    assert.deepEqual([await list(), done, changes], [[definition], ['loaded'], 1]);
    await store(PROVIDE_SETTING, false);
    assert.deepEqual([await list(), done, changes], [[], ['loaded', 'taken back'], 2]);
    face.dispose();
  });

  it('is not made to an editor that has no chat', () => {
    const { lm } = vscode;
    const own = lm.registerMcpServerDefinitionProvider;
    Reflect.deleteProperty(lm, 'registerMcpServerDefinitionProvider');
    const face = registerLazyMcpServers({ id: SERVER_DEFINITIONS, setting: PROVIDE_SETTING, log: silent }, () =>
      assert.fail('nothing is loaded'),
    );
    Object.assign(lm, { registerMcpServerDefinitionProvider: own });
    face.dispose();
  });
});

function tokensOf({ sessions }: ChatDesk) {
  return {
    token: (id: string) => sessions.token(id),
    replace: (id: string, rejected: string) => sessions.replace(id, rejected),
  };
}

import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { serverId } from '../../../src/core/serverEntry.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import type { FaultyServer } from '../../peers/faultyServer.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import type { SteeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const LISTS = [
  { name: 'list_incidents', inputSchema: { type: 'object' } },
  { name: 'act', inputSchema: { type: 'object' } },
];

describe('the client of a server', () => {
  let server: FaultyServer;
  let client: ServerClient;
  let tokens: SteeredTokens;
  let states: string[];

  beforeEach(async () => {
    server = await startFaultyServer({ 'tools/list': () => ({ tools: LISTS }) });
    tokens = steeredTokens('good');
    client = createServerClient({
      entry: entryFor(server.url),
      tokens,
      effects: realEffects(),
      clientVersion: '1.2.3',
    });
    states = [];
    client.onDidChangeState(({ kind }) => states.push(kind));
  });

  afterEach(async () => {
    await client.reset();
    await server.close();
  });

  function count(method: string): number {
    return server.received.filter((request) => request.method === method).length;
  }

  it('is idle and asks nothing until it is used', () => {
    assert.deepEqual(client.state, { kind: 'idle' });
    assert.equal(client.id, serverId(client.entry));
    assert.deepEqual(server.received, []);
  });

  it('connects once for all who ask at the same time', async () => {
    const [first, second] = await Promise.all([client.connection(), client.connection(), client.incidents()]);
    assert.equal(first, second);
    assert.equal(await client.connection(), first);
    assert.equal(count('initialize'), 1);
    assert.deepEqual(states, ['connecting', 'connected']);
    assert.equal(first.serverName, 'faulty');
  });

  it('looks at the tools once for all lists', async () => {
    const [first, second] = await Promise.all([client.incidents(), client.incidents()]);
    assert.equal(first, second);
    assert.equal(await client.incidents(), first);
    assert.equal(count('tools/list'), 1);
  });

  it('is signed out without a token, and connects after a sign-in', async () => {
    tokens.current = undefined;
    await assert.rejects(client.connection(), new AppError('signed_out', { server: 'Test' }));
    assert.deepEqual(client.state, { kind: 'signedOut' });
    assert.deepEqual(server.received, []);
    tokens.current = 'good';
    await client.connection();
    assert.equal(client.state.kind, 'connected');
  });

  it('is signed out when the session ends during a call', async () => {
    const connection = await client.connection();
    tokens.current = undefined;
    await assert.rejects(connection.callTool('act', {}), { code: 'signed_out' });
    assert.equal(client.state.kind, 'signedOut');
  });

  it('is offline while the server is, and connected again after the next call', async () => {
    const connection = await client.connection();
    server.answers.set('tools/call', (_, response) => void response.destroy());
    await assert.rejects(connection.callTool('act', {}), { code: 'server_unreachable' });
    assert.equal(client.state.kind, 'offline');
    server.answers.delete('tools/call');
    await connection.callTool('act', {});
    assert.equal(client.state.kind, 'connected');
  });

  it('is in error when the address is no MCP server', async () => {
    server.answers.set('*', (_, response) => void response.writeHead(404).end());
    server.answers.set('initialize', (_, response) => void response.writeHead(404).end());
    await assert.rejects(client.connection(), { code: 'server_not_mcp' });
    assert.equal(client.state.kind, 'error');
  });

  it('stays connected when a tool fails', async () => {
    const connection = await client.connection();
    server.answers.set('tools/call', () => ({ error: { code: -32_000, message: 'no' } }));
    await assert.rejects(connection.callTool('act', {}), new AppError('tool_failed', { tool: 'act', message: 'no' }));
    assert.equal(client.state.kind, 'connected');
  });

  it('lets one who cancels go, and goes on connecting for the others', async () => {
    let release: ((result: object) => void) | undefined;
    server.answers.set('initialize', () => new Promise((resolve) => (release = resolve)));
    const stop = new AbortController();
    const cancelled = client.connection({ signal: stop.signal });
    const staying = client.connection();
    await until(() => release !== undefined, 'the handshake arrives');
    const leaving = assert.rejects(cancelled, { code: 'cancelled' });
    stop.abort();
    await leaving;
    release?.({ protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'late', version: '1' } });
    assert.equal((await staying).serverName, 'late');
    assert.equal(count('initialize'), 1);
  });

  it('stops connecting when nobody waits any more', async () => {
    let gone = false;
    server.answers.set('initialize', (_, response) => void response.on('close', () => (gone = true)));
    const stop = new AbortController();
    const cancelled = assert.rejects(client.connection({ signal: stop.signal }), { code: 'cancelled' });
    await until(() => count('initialize') === 1, 'the handshake arrives');
    stop.abort();
    await cancelled;
    await until(() => gone, 'the connection is dropped');
    await until(() => client.state.kind === 'idle', 'it is idle');
  });

  it('connects anew after a reset, for those too who were waiting', async () => {
    const first = await client.connection();
    let closed = 0;
    first.onDidClose(() => (closed += 1));
    await client.reset();
    assert.equal(closed, 1);
    assert.deepEqual(client.state, { kind: 'idle' });
    let handshakes = 0;
    server.answers.set('initialize', () => {
      handshakes += 1;
      const ready = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'second', version: '1' } };
      return handshakes === 1 ? undefined : ready;
    });
    const waiting = client.connection();
    await until(() => handshakes === 1, 'the handshake arrives');
    await client.reset();
    assert.equal((await waiting).serverName, 'second');
    assert.equal(client.state.kind, 'connected');
    await assert.rejects(first.listTools(), { code: 'server_unreachable' });
  });

  describe('that takes a new connection', () => {
    let finish: ((result: object) => void) | undefined;
    let gone: boolean;
    let running: Promise<unknown>;
    let closed: number;

    beforeEach(async () => {
      [finish, gone, closed] = [undefined, false, 0];
      server.answers.set('tools/call', (_, response) => {
        response.on('close', () => (gone ||= !response.writableFinished));
        return new Promise((resolve) => (finish = resolve));
      });
      const first = await client.connection();
      first.onDidClose(() => (closed += 1));
      running = first.callTool('act', {});
      running.catch(() => undefined);
      await until(() => finish !== undefined, 'the call arrives');
    });

    it('lets a call that runs end on the old one, which is closed then', async () => {
      client.renew();
      assert.deepEqual(client.state, { kind: 'idle' });
      const handshakes = count('initialize');
      await (await client.connection()).listTools();
      assert.equal(count('initialize'), handshakes + 1);
      assert.equal(closed, 0);
      finish?.({ content: [] });
      assert.deepEqual(await running, { isError: false, content: [] });
      await until(() => closed === 1, 'the old connection is closed');
      assert.equal(client.state.kind, 'connected');
    });

    it('ends such a call at a sign-out', async () => {
      client.renew();
      await client.reset();
      await assert.rejects(running);
      await until(() => gone, 'the request is dropped');
      assert.equal(closed, 1);
    });
  });

  it('says which incidents it cannot read', async () => {
    const incidents = await client.incidents();
    await assert.rejects(incidents.list({}), new AppError('answer_invalid', { what: 'list_incidents' }));
    server.answers.set('tools/call', () => ({
      isError: true,
      content: [{ type: 'text', text: 'out of\u0007 order' }],
    }));
    const failed = new AppError('tool_failed', { tool: 'list_incidents', message: 'out of order' });
    await assert.rejects(incidents.list({}), failed);
  });

  it('says that a server is not for incidents', async () => {
    server.answers.set('tools/list', () => ({ tools: [] }));
    const incidents = await client.incidents();
    const missing = { server: 'Test', tool: 'list_incidents' };
    await assert.rejects(incidents.list({}), new AppError('tool_missing', missing));
    assert.deepEqual([incidents.createFields, incidents.canUpdate], [[], false]);
  });

  it('shows incidents however they are sent', async () => {
    const hostile = {
      incidents: [
        { id: 7, title: `<b>${'x'.repeat(10_000)}`, severity: 'SEV0', status: 'Open', tags: 'none' },
        { id: 7, title: 'a second time' },
        { title: 'no id\u202e\u0000', severity: null, timeline: [{ text: 'note' }, 3] },
        null,
        {},
      ],
      nextCursor: 5,
      counts: 'many',
    };
    server.answers.set('tools/call', () => ({ content: [], structuredContent: hostile }));
    const { incidents, ...rest } = await (await client.incidents()).list({});
    assert.deepEqual(rest, {});
    const [first, second] = incidents;
    assert.equal(incidents.length, 2);
    assert.deepEqual([first?.id, first?.severity, first?.status, first?.title.length], ['7', 'SEV0', 'open', 300]);
    assert.deepEqual([second?.id, second?.title, second?.severity], ['', 'no id', '']);
  });
});

import assert from 'node:assert/strict';
import { toAuthInfo } from '../../../../src/server/auth/principal.ts';
import { createMcpEndpoint, type McpEndpoint } from '../../../../src/server/http/mcpEndpoint.ts';
import { incidentServers } from '../../../../src/server/mcp/incidentServers.ts';
import { serveSubscriptions } from '../../../../src/server/mcp/subscriptions.ts';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import type { StoreDatabase } from '../../../../src/server/store/database.ts';
import { createSessionStore, type SessionStore } from '../../../../src/server/store/sessionStore.ts';
import { openSqlite } from '../../../../src/server/store/sqlite/openSqlite.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const ERA = '2026-07-28';
const INITIALIZE = {
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } },
};
const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
const LISTEN = {
  ...{ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen' },
  params: {
    notifications: { resourceSubscriptions: ['incidents://all'] },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': ERA,
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};

describe('the room for sessions and streams', () => {
  let time: number;
  const now = (): number => time;
  let database: StoreDatabase;
  let endpoint: McpEndpoint;

  beforeEach(async () => {
    time = Date.now();
    database = await openSqlite(':memory:');
  });
  afterEach(async () => {
    await endpoint.close();
    await database.close();
  });

  function start(maxSessions?: number, around = (store: SessionStore): SessionStore => store): void {
    const store = createIncidentStore({ database, now });
    const createServer = incidentServers({ store, report: () => undefined });
    endpoint = createMcpEndpoint({
      createServer,
      createLegacyServer(bus, subscriptions) {
        const server = createServer();
        return { server, dispose: serveSubscriptions(server, bus, subscriptions, () => undefined) };
      },
      sessions: around(createSessionStore(database, now)),
      now,
      onError: () => undefined,
      maxSessions,
    });
  }

  async function post(
    body: typeof INITIALIZE | typeof LISTEN | typeof LIST,
    subject = 'ada@example.com',
    session?: string,
  ): Promise<Response> {
    const principal = {
      ...{
        subject,
        clientId: '0oaClient',
        scopes: ['incidents:read'],
        issuer: 'https://okta.example',
        audience: 'mcp',
      },
      expiresAt: time / 1000 + 3600,
    };
    const version = body === LISTEN ? { 'mcp-protocol-version': ERA, 'mcp-method': body.method } : {};
    const request = new Request('http://127.0.0.1/mcp', {
      ...{
        method: 'POST',
        headers: { ...HEADERS, ...version, ...(session && { 'mcp-session-id': session }) },
        body: JSON.stringify(body),
      },
    });
    return endpoint.fetch(request, { authInfo: toAuthInfo(principal), parsedBody: body });
  }

  it('holds one for each that is being opened, and no second one', async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    start(2, (store) => ({
      ...store,
      async open(...session) {
        asked.resolve();
        await answered.promise;
        return store.open(...session);
      },
    }));
    const first = post(INITIALIZE);
    await asked.promise;
    const second = post(INITIALIZE, 'bob@example.com');
    const third = await post(INITIALIZE, 'eve@example.com');
    answered.resolve();
    assert.deepEqual([(await first).status, (await second).status, third.status], [200, 200, 503]);
  });

  it('is for 100 streams of one person and client, however many are opened at once', async () => {
    start();
    const opened = await Promise.all(Array.from({ length: 150 }, () => post(LISTEN)));
    assert.equal(opened.filter(({ status }) => status === 200).length, 100);
    const refused = opened.filter(({ status }) => status === 429);
    assert.equal(refused.length, 50);
    assert.equal(refused[0]?.headers.get('retry-after'), '60');
    await opened.find(({ status }) => status === 200)?.body?.cancel();
    assert.equal((await post(LISTEN)).status, 200);
  });

  it('is for so many streams of all people: 503 for one more', async () => {
    start(2);
    const opened = await Promise.all(['ada', 'bob', 'eve'].map((name) => post(LISTEN, `${name}@example.com`)));
    assert.deepEqual(
      opened.map(({ status }) => status),
      [200, 200, 503],
    );
    assert.equal(opened[2]?.headers.get('retry-after'), '60');
  });

  it('is kept for a session whose use the store could not be told of', async () => {
    let isDown = false;
    start(undefined, (store) => ({
      ...store,
      touch: async (ids) => (isDown ? Promise.reject(new Error('the database is down')) : store.touch(ids)),
    }));
    const session = (await post(INITIALIZE)).headers.get('mcp-session-id') ?? assert.fail();
    const list = async (): Promise<number> => (await post(LIST, undefined, session)).status;
    time += 30 * 60_000;
    isDown = true;
    await assert.rejects(list, /database is down/);
    isDown = false;
    assert.equal(await list(), 200);
    const [kept] = await database.db.selectFrom('sessions').select('last_used').execute();
    assert.equal(kept?.last_used, time);
  });
});

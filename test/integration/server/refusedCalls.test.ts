import assert from 'node:assert/strict';
import { openPostgres } from '../../../src/server/store/postgres/openPostgres.ts';
import { postRpc } from '../support/postRpc.ts';
import { startPostgres } from '../support/postgres/startPostgres.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { until } from '../support/until.ts';
import { startWatchedServer, type WatchedServer } from '../support/watchedServer.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const initialize = (capabilities: object = {}) => ({
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'test', version: '1.0.0' } },
});
const LIST = { method: 'tools/list' };

interface Case {
  readonly what: string;
  readonly status: number;
  readonly reason: RegExp;
  readonly message?: object;
  /** The id of a session, made of that of a good one. */
  readonly session?: (open: string) => string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const same = (session: string): string => session;
const CASES: readonly Case[] = [
  { what: 'an unknown session', status: 404, reason: /^Session not found$/, message: LIST, session: (id) => `${id}x` },
  { what: 'no session', status: 400, reason: /no Mcp-Session-Id header/, message: LIST },
  {
    ...{ what: 'a client that says too much of itself', status: 400, reason: /over the limit of 16384 bytes/ },
    message: initialize({ experimental: { padding: { text: 'x'.repeat(20_000) } } }),
  },
  {
    ...{ what: 'a second beginning', status: 400, reason: /already initialized/ },
    ...{ message: initialize(), session: same },
  },
  {
    ...{ what: 'an unknown version', status: 400, reason: /Unsupported protocol version: 1999-01-01/ },
    ...{ message: LIST, session: same, headers: { 'mcp-protocol-version': '1999-01-01' } },
  },
  {
    ...{ what: 'an answer that the client does not read', status: 406, reason: /must accept both/ },
    ...{ message: LIST, session: same, headers: { accept: 'text/html' } },
  },
  {
    ...{ what: 'a stream that it does not read', status: 406, reason: /must accept text\/event-stream/ },
    ...{ method: 'GET', session: same, headers: { accept: 'text/html' } },
  },
  { what: 'another method', status: 405, reason: /Method not allowed/, method: 'PUT', session: same },
  { what: 'no JSON-RPC', status: 400, reason: /JSON-RPC/, message: { method: 7 }, session: same },
  {
    ...{
      what: 'a call that is not as its headers say',
      status: 400,
      reason: /missing the required per-request envelope/,
      message: LIST,
    },
    headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' },
  },
];

describe('calls that the incident server refuses', function () {
  this.timeout(30_000);
  let issuer: TokenIssuer;
  let server: WatchedServer;
  before(async () => {
    issuer = await startTokenIssuer();
    server = await startWatchedServer({ ...issuer });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  async function ask(given: Partial<Case> & { readonly id?: string }, url = server.url): Promise<Response> {
    const { message, headers, method = 'POST', id } = given;
    return fetch(url, {
      method,
      headers: {
        ...HEADERS,
        authorization: `Bearer ${await issuer.token()}`,
        ...(id !== undefined && { 'mcp-session-id': id }),
        ...headers,
      },
      ...(message && { body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }) }),
    });
  }
  async function openSession(url?: string): Promise<string> {
    const response = await ask({ message: initialize() }, url);
    await response.text();
    return response.headers.get('mcp-session-id') ?? '';
  }
  const refusals = (of: WatchedServer) => of.audited().filter(({ event }) => event === 'refusal');
  async function refusalAfter(before: number, of = server): Promise<Record<string, unknown>> {
    await until(() => refusals(of).length > before, 'the refusal');
    return refusals(of).at(-1) ?? {};
  }

  for (const { what, status, reason, session, ...given } of CASES) {
    it(`are kept with who asked, from where and why: ${what}: ${status}`, async () => {
      const id = session?.(await openSession());
      const before = refusals(server).length;
      const response = await ask({ ...given, ...(id !== undefined && { id }) });
      assert.equal(response.status, status);
      const kept = await refusalAfter(before);
      assert.match(String(kept['reason']), reason);
      assert.deepEqual(
        [kept['status'], kept['subject'], kept['client'], kept['address'], kept['path']],
        [status, 'ada@example.com', '0oaClient', '127.0.0.1', '/mcp'],
      );
      if (id !== undefined) assert.ok(!server.auditText().includes(id));
    });
  }

  for (const version of ['2025-03-26', '2025-11-25', '2026-07-28']) {
    it(`are kept where many come as one, which the limits would count as one: 400 in ${version}`, async () => {
      const session = await openSession();
      const before = refusals(server).length;
      const call = { jsonrpc: '2.0', method: 'tools/call', params: { name: 'create_incident', arguments: {} } };
      // Whatever the calls need.
      const token = await issuer.token({ scp: ['openid'] });
      for (const batch of [[1, 2, 3].map((id) => ({ ...call, id })), [{ ...call, id: 1 }], []]) {
        const headers = {
          ...{ ...HEADERS, authorization: `Bearer ${token}` },
          ...{ 'mcp-session-id': session, 'mcp-protocol-version': version },
        };
        const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify(batch) });
        assert.equal(response.status, 400);
        assert.match(await response.text(), /"code":-32600,"message":"[^"]*one message in each request/);
      }
      await until(() => refusals(server).length === before + 3, 'the refusals');
      for (const { subject, reason } of refusals(server).slice(before)) {
        assert.deepEqual([subject, reason], ['ada@example.com', 'batch']);
      }
    });
  }

  it('are kept where one person has too many streams: 429', async () => {
    const listen = { method: 'subscriptions/listen', params: { notifications: { resourcesListChanged: true } } };
    const ending = new AbortController();
    const token = await issuer.token({ sub: 'many@example.com' });
    const open = () => postRpc(server.url, listen, token, {}, ending.signal);
    const before = refusals(server).length;
    const streams = await Promise.all(Array.from({ length: 100 }, open));
    assert.ok(streams.every(({ status }) => status === 200));
    assert.equal((await open()).status, 429);
    assert.match(String((await refusalAfter(before))['reason']), /At most 100 streams/);
    ending.abort();
  });

  it('are kept where the keys of the issuer cannot be read: 503', async () => {
    const other = await startTokenIssuer();
    other.setDown(true);
    const lonely = await startWatchedServer({ ...other });
    try {
      assert.equal((await postRpc(lonely.url, LIST, await other.token())).status, 503);
      assert.equal((await fetch(`${lonely.origin}/readyz`)).status, 503);
      const kept = await refusalAfter(0, lonely);
      assert.deepEqual([kept['status'], kept['path']], [503, '/mcp']);
      assert.match(String(kept['reason']), /^temporarily_unavailable: The issuer keys cannot be read now$/);
      // What was asked of its health is no refusal.
      assert.equal(refusals(lonely).length, 1);
    } finally {
      await lonely.close();
      await other.close();
    }
  });

  it('are put off where the store of sessions cannot be reached: 503', async () => {
    const postgres = await startPostgres({ isDurable: false });
    const url = await postgres.createDatabase();
    const lonely = await startWatchedServer({ ...issuer, openDatabase: (report) => openPostgres(url, report) });
    try {
      const id = await openSession(lonely.url);
      assert.equal((await ask({ message: LIST, id }, lonely.url)).status, 200);
      await postgres.stop();
      for (const [at, given] of [{ message: initialize() }, { message: LIST, id: `${id}x` }].entries()) {
        const response = await ask(given, lonely.url);
        assert.equal(response.status, 503);
        assert.ok(Number(response.headers.get('retry-after')) > 0);
        const kept = await refusalAfter(at, lonely);
        assert.deepEqual([kept['status'], kept['subject']], [503, 'ada@example.com']);
        assert.match(String(kept['reason']), /sessions cannot be reached/);
      }
    } finally {
      await postgres.stop();
      await lonely.close();
    }
  });
});

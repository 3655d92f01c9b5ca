import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, IncomingMessage, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';

/** As many as a server holds unless told. */
const SESSIONS = 10_000;
/** As many as one person may have with one client. */
const SESSIONS_EACH = 100;
const AT_ONCE = 20;
/** Every so many is asked whether it goes on. */
const SAMPLE = 50;
const INITIALIZE = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } },
};
const LIST = { method: 'tools/list' };

interface Session {
  readonly token: string;
  readonly id: string;
}

describe('sessions beyond what the incident server bears', function () {
  // Half a minute where nothing else runs.
  this.timeout(300_000);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  // Nothing grows idle while they are opened, however long that takes.
  const started = Date.now();
  let ahead = 0;
  let issuer: TokenIssuer;
  let server: WatchedServer;
  const servers: WatchedServer[] = [];

  async function startServer(maxSessions?: number): Promise<WatchedServer> {
    const limit = maxSessions === undefined ? {} : { maxSessions };
    const rates = { person: 1_000_000, address: 1_000_000 };
    const running = await startWatchedServer({ ...issuer, ...limit, now: () => started + ahead }, rates);
    servers.push(running);
    return running;
  }
  before(async () => {
    issuer = await startTokenIssuer();
  });
  after(() => issuer.close());
  beforeEach(() => (ahead = 0));
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((running) => running.close()));
  });

  async function send(token: string, message: object, session?: string) {
    const headers = {
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      ...{ authorization: `Bearer ${token}`, ...(session !== undefined && { 'mcp-session-id': session }) },
    };
    const request = httpRequest(server.url, { method: 'POST', headers, agent });
    request.end(JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }));
    const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(request, 'response'));
    return { status: response.statusCode, headers: response.headers, text: await text(response) };
  }

  async function tokensOf(people: number): Promise<readonly string[]> {
    const exp = Math.floor(started / 1000) + 3600;
    return Promise.all(
      Array.from({ length: people }, (_, person) => issuer.token({ sub: `p${person}@example.com`, exp })),
    );
  }

  /** Opens a session for each token, some at once. */
  async function openAll(tokens: readonly string[]): Promise<readonly Session[]> {
    const sessions: Session[] = [];
    const waiting = [...tokens];
    const worker = async (): Promise<void> => {
      for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
        const { status, headers } = await send(token, INITIALIZE);
        assert.equal(status, 200);
        sessions.push({ token, id: String(headers['mcp-session-id']) });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return sessions;
  }

  it('are refused also where all are opened at once', async () => {
    server = await startServer(5);
    const opened = await Promise.all((await tokensOf(20)).map((token) => send(token, INITIALIZE)));
    assert.equal(opened.filter(({ status }) => status === 200).length, 5);
    assert.equal(opened.filter(({ status }) => status === 503).length, 15);
  });

  it('are refused with 503 after ten thousand, while those that are open go on; idle ones make room', async () => {
    server = await startServer();
    const people = await tokensOf(SESSIONS / SESSIONS_EACH);
    const sessions = await openAll(Array.from({ length: SESSIONS_EACH }, () => people).flat());
    assert.equal(new Set(sessions.map(({ id }) => id)).size, SESSIONS);
    const late = await issuer.token({ sub: 'late@example.com', exp: Math.floor(started / 1000) + 3600 });
    const refused = await send(late, INITIALIZE);
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers['retry-after']) > 0);
    const refusals = () => server.audited().filter(({ event }) => event === 'refusal');
    await until(() => refusals().length > 0, 'the refusal');
    const [kept] = refusals();
    assert.deepEqual([kept?.['status'], kept?.['subject'], kept?.['call']], [503, 'late@example.com', 'initialize']);
    assert.match(String(kept?.['reason']), /Too many sessions/);
    const sample = sessions.filter((_, at) => at % SAMPLE === 0);
    for (const { token, id } of sample) assert.equal((await send(token, LIST, id)).status, 200);
    ahead = 6 * 60_000;
    assert.equal((await send(late, INITIALIZE)).status, 200);
    for (const { token, id } of sample) assert.equal((await send(token, LIST, id)).status, 200);
    assert.equal(refusals().length, 1);
  });
});

import assert from 'node:assert/strict';
import { RESOURCE, TOOL } from '../../../../src/shared/names.ts';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { emptyDatabase, sharedPostgres } from '../../support/postgres/sharedPostgres.ts';
import { beginSession, callIn, endSession, listenIn, sendTo, type SessionStream } from '../../support/sessionWire.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';
import { eventually } from '../../oauth/world.ts';

const LIST_CHANGED = 'notifications/resources/list_changed';
const MINUTE = 60_000;

describe('2025-era sessions at two servers on one PostgreSQL', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let database: string;
  let first: RunningServer;
  let second: RunningServer;
  let token: string;
  let ahead = 0;
  const streams: SessionStream[] = [];

  before(async () => {
    issuer = await startTokenIssuer();
    database = await emptyDatabase();
    const start = () =>
      startServer({
        ...issuer,
        openDatabase: () => openPostgres(database, () => undefined),
        now: () => Date.now() + ahead,
      });
    [first, second] = await Promise.all([start(), start()]);
  });
  beforeEach(async () => {
    token = await issuer.token({ exp: Math.floor(Date.now() / 1000) + 24 * 3600 });
  });
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
    ahead = 0;
  });
  after(async () => {
    await Promise.all([first.close(), second.close()]);
    await issuer.close();
  });

  async function listen(server: RunningServer, session: string): Promise<SessionStream> {
    const stream = await listenIn(server.url, token, session);
    streams.push(stream);
    assert.equal(stream.status, 200);
    return stream;
  }
  async function subscribe(server: RunningServer, session: string, uri: string = RESOURCE.all): Promise<void> {
    const response = await sendTo(server.url, token, { method: 'resources/subscribe', params: { uri } }, session);
    assert.match(await response.text(), /"result":\{\}/);
  }
  async function create(server: RunningServer, session: string): Promise<void> {
    const params = { name: TOOL.createIncident, arguments: { title: 'Login fails' } };
    assert.equal((await sendTo(server.url, token, { method: 'tools/call', params }, session)).status, 200);
  }

  it('begin at either and go on at both', async () => {
    const session = await beginSession(first.url, token);
    for (const server of [second, first, second]) {
      const params = { name: TOOL.listIncidents, arguments: {} };
      const response = await sendTo(server.url, token, { method: 'tools/call', params }, session);
      assert.equal(response.status, 200);
      assert.match(await response.text(), /"structuredContent"/);
    }
  });

  it('are taken up once by calls that come at once', async () => {
    const session = await beginSession(first.url, token);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => callIn(second.url, token, session)));
    assert.deepEqual([...new Set(statuses)], [200]);
  });

  it('do not exist for another subject or another client at any server', async () => {
    const session = await beginSession(first.url, token);
    for (const claims of [{ sub: 'eve@example.com' }, { cid: '0oaOther' }]) {
      const foreign = await issuer.token(claims);
      for (const server of [second, first]) {
        assert.equal(await callIn(server.url, foreign, session), 404);
        assert.equal((await listenIn(server.url, foreign, session)).status, 404);
        assert.equal(await endSession(server.url, foreign, session), 404);
      }
    }
    assert.equal(await callIn(second.url, token, session), 200);
  });

  it('tell on a stream at one what was subscribed at the other, once for each change at either', async () => {
    const session = await beginSession(first.url, token);
    const stream = await listen(first, session);
    for (const [at, server] of [second, first].entries()) {
      await subscribe(second, session, RESOURCE.all);
      await create(server, session);
      await until(() => stream.heard.length >= 2 * (at + 1), 'the stream tells of the change');
    }
    const unsubscribed = { method: 'resources/unsubscribe', params: { uri: RESOURCE.all } };
    await (await sendTo(second.url, token, unsubscribed, session)).text();
    await create(first, session);
    await until(() => stream.heard.length >= 5, 'the stream tells of the list');
    const once = [LIST_CHANGED, RESOURCE.all].sort();
    assert.deepEqual(stream.heard.slice(0, 2).sort(), once);
    assert.deepEqual(stream.heard.slice(2, 4).sort(), once);
    assert.deepEqual(stream.heard.slice(4), [LIST_CHANGED]);
  });

  it('tell of each of many changes right after a subscription at the other server', async () => {
    const session = await beginSession(first.url, token);
    const stream = await listen(first, session);
    for (let count = 0; count < 20; count += 1) {
      const { id } = await first.store.create(
        { title: 'x', severity: 'low', status: 'open', description: '', service: '', assignee: '', tags: [] },
        { subject: 'bo@example.com', clientId: '0oaOther' },
      );
      await subscribe(second, session, `incidents://${id}`);
      await first.store.addNote(id, 'Still so.', { subject: 'bo@example.com', clientId: '0oaOther' });
      await until(() => stream.heard.includes(`incidents://${id}`), `the stream tells of ${id}`);
    }
    const incidents = stream.heard.filter((notice) => notice !== LIST_CHANGED);
    assert.equal(new Set(incidents).size, 20);
    assert.equal(incidents.length, 20);
  });

  it('have one stream, the newest, which says at first what to look at again', async () => {
    const session = await beginSession(first.url, token);
    const old = await listen(first, session);
    await subscribe(first, session);
    const newer = await listen(second, session);
    await until(() => !old.isOpen(), 'the old stream ends');
    await until(() => newer.heard.length >= 2, 'the new stream says what to look at');
    assert.deepEqual(newer.heard.splice(0).sort(), [RESOURCE.all, LIST_CHANGED].sort());
    await create(first, session);
    await until(() => newer.heard.length >= 2, 'the new stream tells of the change');
    assert.deepEqual([old.heard, newer.heard.sort()], [[], [RESOURCE.all, LIST_CHANGED].sort()]);
    const newest = await listen(second, session);
    await until(() => !newer.isOpen(), 'the stream at the same server ends too');
    assert.ok(newest.isOpen());
  });

  it('end at all servers, with their streams', async () => {
    const session = await beginSession(first.url, token);
    const stream = await listen(first, session);
    assert.equal(await endSession(second.url, token, session), 200);
    assert.equal(await callIn(second.url, token, session), 404);
    await until(() => !stream.isOpen(), 'the stream at the other server ends');
    assert.equal(await callIn(first.url, token, session), 404);
  });

  it('are limited for one person and client at all servers together', async () => {
    token = await issuer.token({ sub: 'many@example.com' });
    const oldest = await beginSession(first.url, token);
    for (let count = 0; count < 100; count += 1) await beginSession((count % 2 ? first : second).url, token);
    assert.equal(await callIn(second.url, token, oldest), 404);
    assert.ok(await eventually(async () => (await callIn(first.url, token, oldest)) === 404));
  });

  it('last at both while they are used at one, and end at both when they are idle', async () => {
    const [used, idle] = [await beginSession(first.url, token), await beginSession(first.url, token)];
    for (const server of [first, second]) assert.equal(await callIn(server.url, token, idle), 200);
    for (let time = 0; time < 3; time += 1) {
      ahead += 40 * MINUTE;
      assert.equal(await callIn(second.url, token, used), 200);
    }
    assert.equal(await callIn(first.url, token, used), 200);
    for (const server of [first, second]) assert.equal(await callIn(server.url, token, idle), 404);
  });

  it('are looked at again when a server has not heard of the others for a while', async () => {
    const [kept, ended] = [await beginSession(first.url, token), await beginSession(first.url, token)];
    const stream = await listen(first, kept);
    const other = await listen(first, ended);
    await subscribe(first, kept);
    const postgres = await sharedPostgres();
    const name = new URL(database).pathname.slice(1);
    await postgres.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    assert.ok(await eventually(async () => (await endSession(second.url, token, ended)) === 200));
    await until(() => stream.heard.includes(RESOURCE.all), 'the stream says what to look at again');
    await until(() => !other.isOpen(), 'the stream of the session that ended meanwhile ends');
    assert.ok(stream.isOpen());
  });
});

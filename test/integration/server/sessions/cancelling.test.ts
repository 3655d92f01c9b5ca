import assert from 'node:assert/strict';
import pg from 'pg';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import type { StoreDatabase } from '../../../../src/server/store/database.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { RESOURCE, TOOL } from '../../../../src/shared/names.ts';
import { eventually } from '../../oauth/world.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { beginSession, listenIn, sendTo } from '../../support/sessionWire.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const ADA = { subject: 'ada@example.com', clientId: '0oaClient' };
const INCIDENT = { severity: 'low', status: 'open', description: '', service: '', assignee: '', tags: [] } as const;

describe('a call of a 2025-era session at servers on one PostgreSQL', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let database: string;
  let first: RunningServer;
  let second: RunningServer;
  /** Cannot tell others of what was cancelled. */
  let mute: RunningServer;
  let said: string[];
  let token: string;
  let other: pg.Client;

  const openMute = async (): Promise<StoreDatabase> => {
    const open = await openPostgres(database, () => undefined);
    return {
      ...open,
      tellOthersOfSession: (trx, change) =>
        change.kind === 'cancelled' ? Promise.reject(new Error('gone')) : open.tellOthersOfSession(trx, change),
    };
  };

  before(async () => {
    [issuer, database] = await Promise.all([startTokenIssuer(), emptyDatabase()]);
    said = [];
    const open = () => openPostgres(database, () => undefined);
    const start = (openDatabase = open) =>
      startServer({ ...issuer, openDatabase, log: (line) => void said.push(line) });
    [first, second, mute] = await Promise.all([start(), start(), start(openMute)]);
    token = await issuer.token();
    other = new pg.Client(database);
    await other.connect();
  });
  after(async () => {
    await other.end();
    await Promise.all([first.close(), second.close(), mute.close()]);
    await issuer.close();
  });
  afterEach(() => other.query('rollback'));

  /** Begins a call with this JSON-RPC id, which waits until `other` ends its transaction. */
  async function holdUp(server: RunningServer, call: string) {
    const { id: incident } = await server.store.create({ ...INCIDENT, title: 'Held up' }, ADA);
    const session = await beginSession(server.url, token);
    await other.query('begin');
    await other.query('select 1 from incidents where id = $1 for update', [incident]);
    const params = { name: TOOL.updateIncident, arguments: { id: incident, status: 'resolved' } };
    const { body } = await sendTo(server.url, token, { method: 'tools/call', id: call, params }, session);
    const answer = { text: '', hasEnded: false };
    const reading = (async () => {
      for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) answer.text += chunk;
      answer.hasEnded = true;
    })();
    reading.catch(() => undefined);
    const waiting = 'select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))';
    assert.ok(await eventually(async () => (await other.query(waiting)).rows.length > 0));
    return { incident, session, answer };
  }

  async function cancel(server: RunningServer, session: string, call: string): Promise<number> {
    const notice = { method: 'notifications/cancelled', id: undefined, params: { requestId: call } };
    return (await sendTo(server.url, token, notice, session)).status;
  }

  for (const [name, at, to] of [
    ['another', () => first, () => second],
    ['its own', () => first, () => first],
    ['its own, which cannot tell the others', () => mute, () => mute],
  ] as const) {
    it(`ends unanswered by a notice to ${name}, and leaves what it had begun to write`, async () => {
      const { incident, session, answer } = await holdUp(at(), 'held-up');
      assert.equal(await cancel(to(), session, 'held-up'), 202);
      await until(() => answer.hasEnded, 'the stream of the call ends');
      assert.ok(!answer.text.includes('"id"'), answer.text);
      await other.query('commit');
      const note = { name: TOOL.addIncidentNote, arguments: { id: incident, text: 'Next' } };
      const later = await sendTo(at().url, token, { method: 'tools/call', params: note }, session);
      assert.match(await later.text(), /Note added/);
      assert.ok(await eventually(async () => (await first.store.get(incident))?.status === 'resolved'));
      assert.equal(
        said.some((line) => line.includes('the sessions cannot be reached')),
        to() === mute,
      );
    });
  }

  it('goes on where the notice is of another call', async () => {
    const { session, answer } = await holdUp(first, 'held-up-too');
    const stream = await listenIn(first.url, token, session);
    const watch = { method: 'resources/subscribe', params: { uri: RESOURCE.all } };
    await (await sendTo(first.url, token, watch, session)).text();
    assert.equal(await cancel(second, session, 'unknown'), 202);
    // Told on the same way, so that the first server has heard of what came before.
    await second.store.create({ ...INCIDENT, title: 'After it' }, ADA);
    await until(() => stream.heard.includes(RESOURCE.all), 'the first server hears of the second');
    assert.equal(answer.hasEnded, false);
    await other.query('commit');
    await until(() => answer.hasEnded, 'the answer');
    assert.match(answer.text, /"id":"held-up-too"/);
    stream.close();
  });
});

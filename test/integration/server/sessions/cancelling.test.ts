import assert from 'node:assert/strict';
import pg from 'pg';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { RESOURCE, TOOL } from '../../../../src/shared/names.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { beginSession, listenIn, sendTo } from '../../support/sessionWire.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const ADA = { subject: 'ada@example.com', clientId: '0oaClient' };
const INCIDENT = { severity: 'low', status: 'open', description: '', service: '', assignee: '', tags: [] } as const;

describe('a call of a 2025-era session at one of two servers on one PostgreSQL', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let database: string;
  let first: RunningServer;
  let second: RunningServer;
  let token: string;
  let other: pg.Client;

  before(async () => {
    [issuer, database] = await Promise.all([startTokenIssuer(), emptyDatabase()]);
    const start = () => startServer({ ...issuer, openDatabase: () => openPostgres(database, () => undefined) });
    [first, second] = await Promise.all([start(), start()]);
    token = await issuer.token();
    other = new pg.Client(database);
    await other.connect();
  });
  after(async () => {
    await other.end();
    await Promise.all([first.close(), second.close()]);
    await issuer.close();
  });

  /** Whether a call at the first server is answered that another request is cancelled by `cancelled` at the second. */
  async function isAnswered(cancelled: string, cancelling: string): Promise<boolean> {
    const { id } = await first.store.create({ ...INCIDENT, title: 'Held up' }, ADA);
    const session = await beginSession(first.url, token);
    const stream = await listenIn(first.url, token, session);
    const watch = { method: 'resources/subscribe', params: { uri: RESOURCE.all } };
    await (await sendTo(first.url, token, watch, session)).text();
    await other.query('begin');
    await other.query('select 1 from incidents where id = $1 for update', [id]);
    const params = { name: TOOL.updateIncident, arguments: { id, status: 'resolved' } };
    const call = await sendTo(first.url, token, { method: 'tools/call', id: cancelled, params }, session);
    let answer = '';
    const reading = (async () => {
      for await (const chunk of call.body?.pipeThrough(new TextDecoderStream()) ?? []) answer += chunk;
    })();
    const notice = { method: 'notifications/cancelled', id: undefined, params: { requestId: cancelling } };
    assert.equal((await sendTo(second.url, token, notice, session)).status, 202);
    // Told on the same way, so that the first server has heard of what came before.
    await second.store.create({ ...INCIDENT, title: 'After it' }, ADA);
    await until(() => stream.heard.includes(RESOURCE.all), 'the first server hears of the second');
    await other.query('commit');
    const note = { name: TOOL.addIncidentNote, arguments: { id, text: 'Next' } };
    const later = await sendTo(first.url, token, { method: 'tools/call', params: note }, session);
    assert.match(await later.text(), /Note added/);
    assert.equal((await first.store.get(id))?.status, 'resolved');
    stream.close();
    await first.store.get(id);
    const wasAnswered = answer.includes(`"id":"${cancelled}"`);
    if (wasAnswered) await reading;
    else void reading.catch(() => undefined);
    return wasAnswered;
  }

  it('is cancelled by a notice to the other: it is not answered', async () => {
    assert.equal(await isAnswered('held-up', 'held-up'), false);
  });

  it('goes on where the notice is of another call', async () => {
    assert.equal(await isAnswered('held-up-too', 'unknown'), true);
  });
});

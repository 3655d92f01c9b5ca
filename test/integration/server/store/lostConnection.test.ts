import assert from 'node:assert/strict';
import { sql } from 'kysely';
import pg from 'pg';
import * as z from 'zod';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import type { StoreDatabase } from '../../../../src/server/store/database.ts';
import type { StoreChange } from '../../../../src/server/store/incidentStore.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import type { SessionChange } from '../../../../src/server/store/sessionStore.ts';
import { eventually } from '../../oauth/world.ts';
import { incidentWith } from '../../support/incidents.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';

const backendSchema = z.tuple([z.object({ pid: z.number() })]);

describe('the store on PostgreSQL, whose database others use too', function () {
  this.timeout(60_000);
  let database: StoreDatabase;
  let url: string;
  let other: pg.Client;
  let reported: Error[];
  let heard: (StoreChange | SessionChange)[];

  beforeEach(async () => {
    reported = [];
    heard = [];
    url = await emptyDatabase();
    database = await openPostgres(url, (error) => reported.push(error));
    database.onDidChangeElsewhere((change) => heard.push(change));
    database.onSessionChangeElsewhere((change) => heard.push(change));
    other = new pg.Client(url);
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await database.close();
  });

  it('fails a transaction whose connection is lost, and goes on', async () => {
    const cutOff = database.transaction(async (trx) => {
      const { rows } = await sql`select pg_backend_pid() as pid`.execute(trx);
      const [{ pid }] = backendSchema.parse(rows);
      await Promise.all([sql`select pg_sleep(60)`.execute(trx), other.query('select pg_terminate_backend($1)', [pid])]);
    });
    await assert.rejects(cutOff);
    await sql`select 1`.execute(database.db);
  });

  for (const channel of ['incident_changes', 'session_changes']) {
    for (const message of ['x', '{"from":"newer","change":{"kind":"unheard of"}}']) {
      it(`has its listeners look again where ${channel} says ${message}`, async () => {
        await other.query('select pg_notify($1, $2)', [channel, message]);
        await eventually(() => heard.length === 2);
        assert.deepEqual(heard, [{ kind: 'imported' }, { kind: 'unknown' }]);
        assert.equal(reported.length, 1);
      });
    }
  }

  it('finds what others write while it hears of nothing', async () => {
    const store = createIncidentStore({ database, now: Date.now });
    const found = async (): Promise<readonly string[]> => {
      const { incidents } = await store.list({ sort: 'oldest', limit: 10, text: 'red apple' });
      return incidents.map(({ id }) => id);
    };
    await store.import([incidentWith({ id: 'P-1', title: 'A red apple' })]);
    assert.deepEqual(await found(), ['P-1']);
    const listening = await other.query(`select pid from pg_stat_activity where query like 'listen %'`);
    const elsewhere = await openPostgres(url, (error) => reported.push(error));
    const administrator = new pg.Client(new URL('/postgres', url).href);
    await administrator.connect();
    try {
      const others = createIncidentStore({ database: elsewhere, now: Date.now });
      assert.equal((await others.list({ sort: 'oldest', limit: 1 })).incidents.length, 1);
      await administrator.query(`alter database "${new URL(url).pathname.slice(1)}" allow_connections false`);
      const [{ pid }] = backendSchema.parse(listening.rows);
      await administrator.query('select pg_terminate_backend($1)', [pid]);
      // The loss, and that it cannot listen again.
      await eventually(() => reported.length >= 2);
      assert.deepEqual(await found(), ['P-1']);
      await others.import([incidentWith({ id: 'P-2', title: 'A second red apple' })]);
      assert.deepEqual(await found(), ['P-1', 'P-2']);
    } finally {
      await administrator.end();
      await elsewhere.close();
    }
  });
});

import assert from 'node:assert/strict';
import { sql } from 'kysely';
import pg from 'pg';
import * as z from 'zod';
import type { StoreDatabase } from '../../../../src/server/store/database.ts';
import type { StoreChange } from '../../../../src/server/store/incidentStore.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import type { SessionChange } from '../../../../src/server/store/sessionStore.ts';
import { eventually } from '../../oauth/world.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';

const backendSchema = z.tuple([z.object({ pid: z.number() })]);

describe('the store on PostgreSQL, whose database others use too', function () {
  this.timeout(60_000);
  let database: StoreDatabase;
  let other: pg.Client;
  let reported: Error[];
  let heard: (StoreChange | SessionChange)[];

  beforeEach(async () => {
    reported = [];
    heard = [];
    const url = await emptyDatabase();
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
});

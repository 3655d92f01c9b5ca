import assert from 'node:assert/strict';
import { sql } from 'kysely';
import * as z from 'zod';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import type { StoreDatabase } from '../../../../src/server/store/database.ts';
import type { IncidentStore, ListQuery } from '../../../../src/server/store/incidentStore.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { incidentWith } from '../../support/incidents.ts';
import { emptyDatabase, sharedPostgres } from '../../support/postgres/sharedPostgres.ts';

const NUMBER = 3000;
function titleOf(at: number): string {
  const words = [at % 300 === 0 ? 'rare' : 'often', at % 10 === 0 && 'tenth', at % 7 === 0 && 'seventh'];
  return words.filter(Boolean).join(' ');
}

/** Incidents of which each 300th holds `rare`. Their ids begin alike, of which the database knows nothing. */
const INCIDENTS = Array.from({ length: NUMBER }, (_, at) =>
  incidentWith({
    ...{ id: `P-${at}`, title: titleOf(at) },
    service: at % 5 === 0 ? 'payments' : 'mail',
    assignee: at % 300 === 1 ? 'ada' : '',
  }),
);
const readSchema = z.tuple([z.object({ read: z.coerce.number() })]);

/** How many rows of incidents were read so far, by this connection at least. */
async function rowsRead({ db }: StoreDatabase): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql`select seq_tup_read + idx_tup_fetch as read
    from pg_stat_user_tables where relname = 'incidents'`.execute(db);
  const [{ read }] = readSchema.parse(rows);
  return read;
}

const SEARCHES: readonly (readonly [string, Omit<ListQuery, 'sort' | 'limit'>, number])[] = [
  ['a word that all hold', { text: 'P-' }, 50],
  ['a word that all hold, of a service', { text: 'P-', services: ['payments'] }, 150],
  ['a word that few hold', { text: 'rare' }, 50],
  ['a word that all hold, of somebody who has few', { text: 'P-', assignee: 'ada' }, 300],
  ['two words that some hold each', { text: 'tenth seventh' }, 100],
  ['a rare and a frequent word', { text: 'P- rare' }, 300],
];

describe('rows that PostgreSQL reads for a page of a search', () => {
  let database: StoreDatabase;
  let store: IncidentStore;
  before(async function () {
    this.timeout(60_000);
    await sharedPostgres();
    database = await openPostgres(await emptyDatabase(), (error) => {
      throw error;
    });
    store = createIncidentStore({ database, now: Date.now });
    await store.import(INCIDENTS);
    // As PostgreSQL does by itself after a while.
    await sql`vacuum analyze incidents`.execute(database.db);
  });
  after(() => store.close());

  for (const [name, filter, most] of SEARCHES) {
    it(`are few for ${name}`, async () => {
      const query = { ...filter, sort: 'newest', limit: 3 } as const;
      // What the search finds is counted once.
      await store.list(query);
      const before = await rowsRead(database);
      assert.equal((await store.list(query)).incidents.length, 3);
      const read = (await rowsRead(database)) - before;
      assert.ok(read >= 3 && read <= most, `${read} rows`);
    });
  }
});

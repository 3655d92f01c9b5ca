import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { connectionTo, LATER, openPool, type PostgresLimits } from '../../store/postgres/openPool.ts';
import { postgresTurns } from './postgresTurns.ts';
import type { ProxyDatabase } from './proxyDatabase.ts';
import { createProxyTables, type ProxyTables } from './proxyTables.ts';

/** Milliseconds: twice as long as Okta may take for its answer. */
const TURN_LIMIT = 20_000;
/** Connections for turns that wait for no answer of Okta. */
const SHORT_TURNS = 4;
/** Names the advisory lock under which one process at a time makes the tables. */
const LOCK = 4_610_215;

/** Makes the tables where they are missing, which may take long, or wait for another process that does. */
async function makeTables(connection: pg.ClientConfig, report: (error: Error) => void): Promise<void> {
  const pool = openPool({ ...connection, max: 1 }, report);
  const database = new Kysely<ProxyTables>({ dialect: new PostgresDialect({ pool }) });
  const made = database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    await createProxyTables(transaction);
  });
  await made.finally(() => database.destroy());
}

/** Opens the proxy's tables in a PostgreSQL that several processes share. */
export async function openPostgresDatabase(
  url: string,
  report: (error: Error) => void,
  limits: PostgresLimits = {},
): Promise<ProxyDatabase> {
  const connection = connectionTo(url, 'incident-desk-proxy');
  await makeTables(connection, report);
  const tables = new Kysely<ProxyTables>({
    dialect: new PostgresDialect({ pool: openPool(connection, report, limits) }),
  });
  // Whoever has a turn may be silent for as long as Okta is: only what is asked of PostgreSQL has a limit.
  const config = {
    ...connectionTo(url, 'incident-desk-turns'),
    lock_timeout: TURN_LIMIT,
    query_timeout: TURN_LIMIT + LATER,
  };
  const turnPool = openPool(config, report);
  const shortTurnPool = openPool({ ...config, max: SHORT_TURNS }, report);
  return {
    tables,
    turns: postgresTurns(turnPool, report),
    shortTurns: postgresTurns(shortTurnPool, report),
    async close() {
      await turnPool.end();
      await shortTurnPool.end();
      await tables.destroy();
    },
  };
}

import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { postgresTurns } from './postgresTurns.ts';
import type { ProxyDatabase } from './proxyDatabase.ts';
import { createProxyTables, type ProxyTables } from './proxyTables.ts';

/** Milliseconds. */
const CONNECT_LIMIT = 10_000;
/** Milliseconds: twice as long as Okta may take for its answer. */
const TURN_LIMIT = 20_000;
/** Connections for turns that wait for no answer of Okta. */
const SHORT_TURNS = 4;
/** Names the advisory lock under which one process at a time makes the tables. */
const LOCK = 4_610_215;

function createPool(config: pg.PoolConfig, report: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ connectionTimeoutMillis: CONNECT_LIMIT, keepAlive: true, ...config });
  // A connection that is lost while nobody uses it is none of a request's business; the next one gets another.
  pool.on('error', report);
  // One that is lost between two queries fails the next of them.
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
}

/** Opens the proxy's tables in a PostgreSQL that several processes share. */
export async function openPostgresDatabase(url: string, report: (error: Error) => void): Promise<ProxyDatabase> {
  const pool = createPool({ connectionString: url, application_name: 'incident-desk-proxy' }, report);
  const tables = new Kysely<ProxyTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await tables.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
      await createProxyTables(transaction);
    });
  } catch (error) {
    await tables.destroy();
    throw error;
  }
  const config = { connectionString: url, application_name: 'incident-desk-turns', lock_timeout: TURN_LIMIT };
  const turnPool = createPool(config, report);
  const shortTurnPool = createPool({ ...config, max: SHORT_TURNS }, report);
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

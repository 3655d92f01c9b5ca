import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { createProxyTables, type ProxyTables } from './proxyTables.ts';

const CONNECT_LIMIT = 10_000;
/** Names the advisory lock under which one process at a time makes the tables. */
const LOCK = 4_610_215;

/** Opens the proxy's tables in a PostgreSQL that several processes share. */
export async function openPostgresDatabase(url: string, report: (error: Error) => void): Promise<Kysely<ProxyTables>> {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_LIMIT,
    application_name: 'incident-desk-proxy',
  });
  // A connection that is lost while nobody uses it is none of a request's business; the next one gets another.
  pool.on('error', report);
  const database = new Kysely<ProxyTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
      await createProxyTables(transaction);
    });
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

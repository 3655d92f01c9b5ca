import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { createMemoryLimiter, type Limiters } from './limiters.ts';

const TABLE = 'rate_limits';
/** Names the advisory lock under which one process at a time makes the table. */
const LOCK = 4_610_216;
const CONNECTIONS = 2;
/** A database that takes longer than this many milliseconds is done without. */
const PATIENCE = 2000;
/** Counts that are over are removed once in this many milliseconds. */
const SWEEP_INTERVAL = 5 * 60 * 1000;

/** Counts are worth nothing after a crash, so that none waits for the disk. */
const CREATE_TABLE = `create unlogged table if not exists ${TABLE} (
  key varchar(255) primary key, points integer not null default 0, expire bigint
)`;

async function createTable(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(CREATE_TABLE);
    await client.query('commit');
  } finally {
    // A transaction that failed ends with its connection.
    client.release(true);
  }
}

/**
 * Counts in PostgreSQL, so that it makes no difference which of several processes is asked. While the database does not
 * answer, each counts for itself.
 */
export async function openPostgresLimiters(databaseUrl: string, report: (error: Error) => void): Promise<Limiters> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    max: CONNECTIONS,
    application_name: 'incident-desk-limits',
  });
  const lost = (cause: Error): void => report(new Error('a PostgreSQL connection of the limits was lost', { cause }));
  pool.on('error', AsyncResource.bind(lost));
  try {
    await createTable(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const sweeping = setInterval(() => {
    pool.query(`delete from ${TABLE} where expire < $1`, [Date.now()]).catch((cause: unknown) => {
      report(new Error('counts of the limits that are over could not be removed', { cause }));
    });
  }, SWEEP_INTERVAL).unref();
  return {
    create: ({ name, points, duration }) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: TABLE,
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: name,
        points,
        duration,
        // Whoever is over the limit is refused without the database.
        inMemoryBlockOnConsumed: points,
        insuranceLimiter: createMemoryLimiter({ name, points, duration }),
      }),
    async close() {
      clearInterval(sweeping);
      await pool.end();
    },
  };
}

import { createHash } from 'node:crypto';
import type pg from 'pg';
import { inTurn, NoTurn, type Turns } from '../inTurn.ts';

/** The number that PostgreSQL knows a lock by: it tells nothing of the name. */
function lockKey(name: string): string {
  return createHash('sha256').update(`turn ${name}`).digest().readBigInt64BE().toString();
}

/** Waits for the lock and gives a function that frees it. Throws {@link NoTurn}. */
async function take(pool: pg.Pool, key: string, report: (error: Error) => void): Promise<() => Promise<void>> {
  const connection = await pool.connect().catch((error: unknown) => {
    throw new NoTurn('no connection to the database', { cause: error });
  });
  try {
    await connection.query('select pg_advisory_lock($1::bigint)', [key]);
  } catch (error) {
    connection.release(true);
    throw new NoTurn('another process has the turn', { cause: error });
  }
  return async () => {
    try {
      await connection.query('select pg_advisory_unlock($1::bigint)', [key]);
      connection.release();
    } catch (error) {
      connection.release(true);
      report(new Error('the connection that held a turn was lost', { cause: error }));
    }
  };
}

/**
 * Turns among all processes that share a PostgreSQL. A turn lasts as long as its connection, so that a process that dies
 * holds up nobody. The pool must be one of its own: work that has the turn takes other connections.
 */
export function postgresTurns(pool: pg.Pool, report: (error: Error) => void): Turns {
  const here = inTurn();
  return (name, work) =>
    here(name, async () => {
      const free = await take(pool, lockKey(name), report);
      try {
        return await work();
      } finally {
        await free();
      }
    });
}

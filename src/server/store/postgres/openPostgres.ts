import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect, PostgresQueryCompiler, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import * as z from 'zod';
import type { StoreDatabase, Tables } from '../database.ts';
import type { StoreChange } from '../incidentStore.ts';
import { migrate } from '../migrate.ts';
import type { SessionChange } from '../sessionStore.ts';
import { asciiLower } from '../words.ts';
import { ChangeListener, type Notice } from './changeListener.ts';
import { POSTGRES_MIGRATIONS } from './migrations.ts';
import { connectionTo, openPool, type PostgresLimits } from './openPool.ts';
import { postgresSearch } from './postgresSearch.ts';

/** Transactions that ran into another one are run again, so often at most. */
const TRIES = 5;
/** Unique violation (somebody has just used the same key), serialization failure, deadlock. */
const RAN_INTO_ANOTHER = z.object({ code: z.enum(['23505', '40001', '40P01']) });
const nextSchema = z.tuple([z.object({ next: z.coerce.number() })]);

/** PostgreSQL keeps no U+0000 in texts. */
class StorableQueryCompiler extends PostgresQueryCompiler {
  protected override addParameter(parameter: unknown): void {
    super.addParameter(typeof parameter === 'string' ? parameter.replaceAll('\0', '\ufffd') : parameter);
  }
}

class StorableDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new StorableQueryCompiler();
  }
}

/** Brings the database to the newest shape, which may take long, or wait for another process that does. */
async function bringUpToDate(connection: pg.ClientConfig, report: (error: Error) => void): Promise<void> {
  const pool = openPool({ ...connection, max: 1 }, report);
  const db = new Kysely<Tables>({ dialect: new StorableDialect({ pool }) });
  await migrate(db, POSTGRES_MIGRATIONS).finally(() => db.destroy());
}

async function retried<T>(run: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await run();
    } catch (error) {
      if (tried === TRIES || !RAN_INTO_ANOTHER.safeParse(error).success) throw error;
      await delay(Math.random() * 10 * tried);
    }
  }
}

/** After imports numbers go on behind the highest. */
const RAISE_NUMBERS = sql`select setval('incident_numbers', highest)
  from (select max(number) as highest from incidents) as numbers
  where highest >= (select last_value from incident_numbers)`;

/**
 * Opens the PostgreSQL database at `url` and brings it to the newest shape. `report` takes errors of connections, which
 * are made anew.
 */
export async function openPostgres(
  url: string,
  report: (error: Error) => void,
  limits: PostgresLimits = {},
): Promise<StoreDatabase> {
  const connection = connectionTo(url, 'incident-desk');
  const pool = openPool(connection, report, limits);
  let connected = 0;
  pool.on('connect', () => (connected += 1));
  pool.on('remove', () => (connected -= 1));
  const db = new Kysely<Tables>({ dialect: new StorableDialect({ pool }) });
  const listeners = new Set<(change: StoreChange) => void>();
  const inOrder = new Set<(change: StoreChange) => void>();
  const sessionListeners = new Set<(change: SessionChange) => void>();
  const listener = new ChangeListener({
    connection,
    report,
    onChange: (change, isElsewhere) => {
      if (isElsewhere) for (const hear of listeners) hear(change);
      for (const hear of inOrder) hear(change);
    },
    onSessionChange: (change) => {
      for (const hear of sessionListeners) hear(change);
    },
  });
  const close = async (): Promise<void> => {
    await listener.close();
    await db.destroy();
    if (!pool.ending) await pool.end();
    // The pool is ended before its connections are.
    while (connected > 0) await once(pool, 'remove');
  };
  const send = async (trx: Transaction<Tables>, { channel, message }: Notice): Promise<void> => {
    await sql`select pg_notify(${channel}, ${message})`.execute(trx);
  };
  const tellOthers: StoreDatabase['tellOthers'] = (trx, change) => send(trx, listener.notice(change));
  try {
    await bringUpToDate(connection, report);
    await listener.listen();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    db,
    search: postgresSearch,
    transaction: (work) => retried(() => db.transaction().execute(work)),
    async lockIncident(trx, id) {
      await sql`select 1 from incidents where lower(id) = ${asciiLower(id)} for update`.execute(trx);
    },
    async nextNumber(trx) {
      const { rows } = await sql`select nextval('incident_numbers') as next`.execute(trx);
      const [{ next }] = nextSchema.parse(rows);
      return next;
    },
    async didImport(trx) {
      await RAISE_NUMBERS.execute(trx);
      await tellOthers(trx, { kind: 'imported' });
    },
    tellOthers,
    versionElsewhere: () => Promise.resolve(listener.isListening ? 0 : Number.NaN),
    onDidChangeElsewhere(hear) {
      listeners.add(hear);
    },
    onChangeInOrder(hear) {
      inOrder.add(hear);
    },
    tellOthersOfSession: (trx, change) => send(trx, listener.sessionNotice(change)),
    onSessionChangeElsewhere(hear) {
      sessionListeners.add(hear);
    },
    close,
  };
}

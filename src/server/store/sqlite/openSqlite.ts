import { Kysely, sql } from 'kysely';
import * as z from 'zod';
import type { StoreDatabase, Tables } from '../database.ts';
import { migrate } from '../migrate.ts';
import { SQLITE_MIGRATIONS } from './migrations.ts';
import { nodeSqliteDialect } from './nodeSqliteDialect.ts';
import { openSqliteFile } from './openSqliteFile.ts';
import { sqliteSearch } from './sqliteSearch.ts';

/** New incidents begin after this number, so that ids have four digits from the start. */
const LAST_RESERVED = 1000;
const versionSchema = z.tuple([z.object({ data_version: z.number() })]);
const nextSchema = z.tuple([z.object({ next: z.number() })]);
/** How often a file is looked at for what other processes wrote, in milliseconds. */
const LOOK_EVERY = 1000;

async function versionElsewhere(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql`pragma data_version`.execute(db);
  const [{ data_version: version }] = versionSchema.parse(rows);
  return version;
}

/** Tells each time that another process has written, which nobody else does for a file; call what it returns to stop. */
function watchElsewhere(db: Kysely<Tables>, first: number, tell: () => void): () => void {
  let known = first;
  const look = async (): Promise<void> => {
    const version = await versionElsewhere(db);
    if (version === known) return;
    known = version;
    tell();
  };
  // A file that cannot be read now may be later: whether it can is for the calls and /readyz to say.
  const looks = setInterval(() => void look().catch(() => undefined), LOOK_EVERY).unref();
  return () => clearInterval(looks);
}

/** Opens the SQLite file at `path`, or a database in memory for `:memory:`, and brings it to the newest shape. */
export async function openSqlite(path: string): Promise<StoreDatabase> {
  const file = await openSqliteFile(path);
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(file) });
  const watches: (() => void)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of watches) stop();
    await db.destroy();
    if (file.isOpen) file.close();
  };
  let version: number;
  try {
    await migrate(db, SQLITE_MIGRATIONS);
    version = await versionElsewhere(db);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    db,
    search: sqliteSearch,
    transaction: (work) => db.transaction().execute(work),
    // A transaction has the whole file to itself.
    lockIncident: () => Promise.resolve(),
    async nextNumber(trx) {
      const highest = sql`max(${LAST_RESERVED}, coalesce(max(number), 0))`;
      const { rows } = await sql`select ${highest} + 1 as next from incidents`.execute(trx);
      const [{ next }] = nextSchema.parse(rows);
      return next;
    },
    didImport: () => Promise.resolve(),
    tellOthers: () => Promise.resolve(),
    versionElsewhere: () => versionElsewhere(db),
    onDidChangeElsewhere: (listener) =>
      void watches.push(watchElsewhere(db, version, () => listener({ kind: 'imported' }))),
    tellOthersOfSession: () => Promise.resolve(),
    onSessionChangeElsewhere: () => undefined,
    close,
  };
}

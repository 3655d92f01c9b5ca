import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { asError } from '../asError.ts';

/** A step from one shape of the database to the next, as statements of SQL; never edited once released. */
export function statements(...texts: readonly string[]): Migration {
  return {
    async up(db) {
      for (const text of texts) await sql.raw(text).execute(db);
    },
  };
}

/** Said by the migrator of a step that is not among those that it was given. */
const UNKNOWN_STEP = /previously executed migration (.+) is missing/;

/** The same error, in words where the database is newer than this program. */
function inWords(error: Error, newest: string): Error {
  const [, step] = UNKNOWN_STEP.exec(error.message) ?? [];
  if (step === undefined || step <= newest) return error;
  return new Error(
    `this database was used by a newer version (migration ${step}). ` +
      'Run that version, or restore the copy made before the upgrade.',
    { cause: error },
  );
}

/** Brings a database to the newest shape, one step after the other by name; either all that are due, or none. */
export async function migrate<T>(db: Kysely<T>, migrations: Readonly<Record<string, Migration>>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw inWords(asError(error), Object.keys(migrations).toSorted().at(-1) ?? '');
}

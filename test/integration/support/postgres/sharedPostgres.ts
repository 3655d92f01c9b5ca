import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { type Postgres, startPostgres } from './startPostgres.ts';

interface Shared {
  readonly postgres: Postgres;
  /** A database at the newest shape, to be copied. */
  readonly template: string;
}

let shared: Promise<Shared> | undefined;

async function start(): Promise<Shared> {
  const postgres = await startPostgres({ isDurable: false });
  const template = await postgres.createDatabase();
  const database = await openPostgres(template, (error) => {
    throw error;
  });
  await database.close();
  return { postgres, template };
}

/** The PostgreSQL of all tests, started by the first that needs it and stopped after the last. */
export async function sharedPostgres(): Promise<Postgres> {
  shared ??= start();
  return (await shared).postgres;
}

/** The address of a database of one's own with no incidents in it. */
export async function emptyDatabase(): Promise<string> {
  shared ??= start();
  const { postgres, template } = await shared;
  return postgres.createDatabase(template);
}

after(async function () {
  this.timeout(30_000);
  await (await shared)?.postgres.stop();
});

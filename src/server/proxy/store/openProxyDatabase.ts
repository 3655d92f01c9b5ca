import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { createProxyTables, type ProxyTables } from './proxyTables.ts';

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    throw new TypeError('the proxy keeps texts and numbers only');
  });
}

/** `node:sqlite` with the face that Kysely knows. */
function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...inputs(parameters)),
        run: (parameters) => statement.run(...inputs(parameters)),
        iterate: (parameters) => statement.iterate(...inputs(parameters)),
      };
    },
  };
}

async function openSqliteDatabase(path: string): Promise<Kysely<ProxyTables>> {
  // Nobody but its owner may read a new file.
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
  const sqlite = new DatabaseSync(path);
  sqlite.exec('pragma journal_mode = wal; pragma busy_timeout = 5000;');
  const database = new Kysely<ProxyTables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(sqlite) }) });
  await createProxyTables(database);
  return database;
}

/** Opens the proxy's own SQLite file, or `:memory:`, or its tables in PostgreSQL, which is loaded for those who have it. */
export async function openProxyDatabase(
  { databasePath, databaseUrl }: { readonly databasePath: string; readonly databaseUrl?: string },
  report: (error: Error) => void,
): Promise<Kysely<ProxyTables>> {
  if (databaseUrl === undefined) return openSqliteDatabase(databasePath);
  const { openPostgresDatabase } = await import('./openPostgresDatabase.ts');
  return openPostgresDatabase(databaseUrl, report);
}

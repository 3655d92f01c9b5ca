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

/** Opens the proxy's own SQLite file, or `:memory:`, with its tables. Nobody but its owner may read a new file. */
export async function openProxyDatabase(path: string): Promise<Kysely<ProxyTables>> {
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
  const sqlite = new DatabaseSync(path);
  sqlite.exec('pragma journal_mode = wal; pragma busy_timeout = 5000;');
  const database = new Kysely<ProxyTables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(sqlite) }) });
  await createProxyTables(database);
  return database;
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS, type Migration } from './migrations.ts';

/** Runs `work` in one transaction: all of it happens, or nothing where it throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  database.exec('CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT');
  const isApplied = database.prepare('SELECT 1 FROM migrations WHERE id = ?');
  const record = database.prepare('INSERT INTO migrations (id, name) VALUES (?, ?)');
  for (const { id, name, sql } of migrations) {
    transaction(database, () => {
      if (isApplied.get(id) !== undefined) return;
      database.exec(sql);
      record.run(id, name);
    });
  }
}

/** Opens the SQLite file at `path`, or a database in memory for `:memory:`, and brings it to the newest shape. */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    migrate(database, MIGRATIONS);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

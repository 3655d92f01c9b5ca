import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  try {
    return await import('node:sqlite');
  } catch (error) {
    throw new Error(`Node ${process.versions.node} has no SQLite: Node 24 or newer is needed`, { cause: error });
  }
}

/** Opens the SQLite file at `path`, which may be new in a new folder, or a database in memory for `:memory:`. */
export async function openSqliteFile(path: string): Promise<DatabaseSync> {
  const sqlite = await loadSqlite();
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const file = new sqlite.DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5000 });
  try {
    file.exec('PRAGMA cache_size = -65536');
    // FULL: what was acknowledged is on disk, also when the machine loses power.
    file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

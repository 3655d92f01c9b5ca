import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { nodeSqliteDialect } from '../../store/sqlite/nodeSqliteDialect.ts';
import { openSqliteFile } from '../../store/sqlite/openSqliteFile.ts';
import { inTurn } from '../inTurn.ts';
import type { ProxySettings } from '../proxySettings.ts';
import type { ProxyDatabase } from './proxyDatabase.ts';
import { createProxyTables, type ProxyTables } from './proxyTables.ts';

/** Makes a new file that nobody but its owner may read. */
function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
}

async function openSqliteDatabase(path: string): Promise<ProxyDatabase> {
  if (path !== ':memory:') createPrivately(path);
  const tables = new Kysely<ProxyTables>({ dialect: nodeSqliteDialect(await openSqliteFile(path)) });
  await createProxyTables(tables).catch(async (error: unknown) => {
    await tables.destroy();
    throw error;
  });
  const turns = inTurn();
  return { tables, turns, shortTurns: turns, close: () => tables.destroy() };
}

/** Opens the proxy's own SQLite file, or `:memory:`, or its tables in PostgreSQL, which is loaded for those who have it. */
export async function openProxyDatabase(
  { databasePath, databaseUrl, callLimit }: Pick<ProxySettings, 'databasePath' | 'databaseUrl' | 'callLimit'>,
  report: (error: Error) => void,
): Promise<ProxyDatabase> {
  if (databaseUrl === undefined) return openSqliteDatabase(databasePath);
  const { openPostgresDatabase } = await import('./openPostgresDatabase.ts');
  return openPostgresDatabase(databaseUrl, report, { callLimit });
}

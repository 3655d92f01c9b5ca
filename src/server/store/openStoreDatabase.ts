import type { StoreConfig } from '../config/storeSettings.ts';
import type { StoreDatabase } from './database.ts';
import { openSqlite } from './sqlite/openSqlite.ts';

/**
 * Opens the database that is configured. PostgreSQL, which may take `callLimit` milliseconds for a statement, is loaded
 * for those only who have one.
 */
export async function openStoreDatabase(
  { databasePath = ':memory:', databaseUrl }: StoreConfig,
  report: (error: Error) => void,
  callLimit?: number,
): Promise<StoreDatabase> {
  if (databaseUrl === undefined) return openSqlite(databasePath);
  const { openPostgres } = await import('./postgres/openPostgres.ts');
  return openPostgres(databaseUrl, report, { callLimit });
}

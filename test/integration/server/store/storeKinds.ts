import type { StoreDatabase } from '../../../../src/server/store/database.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { openSqlite } from '../../../../src/server/store/sqlite/openSqlite.ts';
import { emptyDatabase, sharedPostgres } from '../../support/postgres/sharedPostgres.ts';

/** A database that a store can be kept in. */
export interface StoreKind {
  readonly name: string;
  /** Makes ready what may take a while. */
  prepare(): Promise<unknown>;
  /** Opens an empty one. */
  open(): Promise<StoreDatabase>;
}

function unexpected(error: Error): never {
  throw error;
}

/** Each runs the same tests. */
export const STORE_KINDS: readonly StoreKind[] = [
  { name: 'SQLite', prepare: () => Promise.resolve(), open: () => openSqlite(':memory:') },
  { name: 'PostgreSQL', prepare: sharedPostgres, open: async () => openPostgres(await emptyDatabase(), unexpected) },
];

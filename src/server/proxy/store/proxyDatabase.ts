import type { Kysely } from 'kysely';
import type { Turns } from '../inTurn.ts';
import type { ProxyTables } from './proxyTables.ts';

/** Where the proxy keeps its records. */
export interface ProxyDatabase {
  readonly tables: Kysely<ProxyTables>;
  /** Turns among all processes that share the database. */
  readonly turns: Turns;
  close(): Promise<void>;
}

import type { Kysely } from 'kysely';
import type { Turns } from '../inTurn.ts';
import type { ProxyTables } from './proxyTables.ts';

/** Where the proxy keeps its records. */
export interface ProxyDatabase {
  readonly tables: Kysely<ProxyTables>;
  /** Turns among all processes that share the database. */
  readonly turns: Turns;
  /** The same turns, with room of their own for those that wait for nobody else. */
  readonly shortTurns: Turns;
  close(): Promise<void>;
}

import path from 'node:path';
import type { StoreConfig } from '../config/storeSettings.ts';
import type { StoreDatabase } from '../store/database.ts';
import type { IncidentStore } from '../store/incidentStore.ts';
import { openStoreDatabase } from '../store/openStoreDatabase.ts';
import { ownFile } from './ownFile.ts';
import { blamingDatabase, postgresPlace } from './postgresPlace.ts';
import { blaming } from './startFailure.ts';

/** Where the configured incidents are. */
export interface IncidentPlace {
  /** A path, `memory`, or host and name of a database. Never a password. */
  readonly name: string;
  /** Whether the file was made just now. */
  readonly isNew: boolean;
  readonly open: (report: (error: Error) => void) => Promise<StoreDatabase>;
}

/**
 * Finds the place of the incidents, and makes the file where it is one. PostgreSQL may take `callLimit` milliseconds for a
 * statement, and any time without.
 * @throws StartFailure
 */
export function findIncidents(config: StoreConfig, callLimit?: number): IncidentPlace {
  const { databasePath = ':memory:', databaseUrl } = config;
  const variable = 'INCIDENTS_DB';
  const openDatabase = (report: (error: Error) => void) => openStoreDatabase(config, report, callLimit);
  if (databaseUrl !== undefined) {
    const open: IncidentPlace['open'] = (report) => blamingDatabase(databaseUrl, () => openDatabase(report));
    return { name: postgresPlace(databaseUrl), isNew: false, open };
  }
  const open: IncidentPlace['open'] = (report) => blaming(variable, () => openDatabase(report));
  if (databasePath === ':memory:') return { name: 'memory', isNew: false, open };
  return { name: path.resolve(databasePath), isNew: ownFile(variable, databasePath), open };
}

/** How many incidents a store has, in words. */
export async function countIncidents(store: IncidentStore): Promise<string> {
  const { counts } = await store.list({ sort: 'newest', limit: 1 });
  return `${counts.total} incident${counts.total === 1 ? '' : 's'}`;
}

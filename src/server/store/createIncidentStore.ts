import { sql } from 'kysely';
import { addNote, changeIncident } from './changeIncident.ts';
import { completeId } from './completeId.ts';
import { createIncident } from './createIncident.ts';
import type { StoreDatabase } from './database.ts';
import { completeIncident, findRow } from './incidentRows.ts';
import type { IncidentStore, StoreChange } from './incidentStore.ts';
import { importIncidents } from './insertIncidents.ts';
import { listIncidents } from './listIncidents.ts';
import { SearchCache } from './searchCache.ts';

/** What a store is made of. */
export interface IncidentStoreParts {
  readonly database: StoreDatabase;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The incidents in an open database, which is closed with the store. */
export function createIncidentStore({ database, now }: IncidentStoreParts): IncidentStore {
  const { db } = database;
  const cache = new SearchCache();
  const listeners = new Set<(change: StoreChange) => void>();
  const announce = (change: StoreChange): void => {
    for (const listener of listeners) listener(change);
  };
  database.onDidChangeElsewhere((change) => {
    cache.clear();
    announce(change);
  });
  return {
    async create(incident, actor, key, onUnchanged) {
      const written = await cache.during(
        () => createIncident(database, incident, { actor, key, now: now() }),
        (one) => (one.changed ? { after: one.incident } : {}),
      );
      if (written.changed) announce({ kind: 'created', id: written.incident.id });
      else onUnchanged?.();
      return written.incident;
    },
    async update(id, change, actor, { ifUpdatedAt: seen, idempotencyKey: key } = {}, onUnchanged) {
      const written = await cache.during(
        () => changeIncident(database, id, change, { actor, seen, key, now: now() }),
        (one) => (one?.changed ? { before: one.before, after: one.incident } : {}),
      );
      if (written?.changed) announce({ kind: 'changed', id: written.incident.id });
      else if (written) onUnchanged?.();
      return written?.incident;
    },
    async addNote(id, text, actor, key, onUnchanged) {
      const written = await addNote(database, id, text, { actor, key, now: now() });
      if (written?.changed) announce({ kind: 'changed', id: written.incident.id });
      else if (written) onUnchanged?.();
      return written?.incident;
    },
    async import(incidents) {
      const imported = await importIncidents(database, incidents).finally(() => cache.clear());
      if (imported.stored > 0) announce({ kind: 'imported' });
      return imported;
    },
    async get(id) {
      const row = await findRow(db, id);
      return row && completeIncident(db, row);
    },
    list: (query) => listIncidents(database, cache, query),
    completeId: (prefix) => completeId(db, prefix),
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onDidCommit(listener) {
      if (database.onChangeInOrder) database.onChangeInOrder(listener);
      else listeners.add(listener);
    },
    isOpen: () =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
    async close() {
      listeners.clear();
      await database.close();
    },
  };
}

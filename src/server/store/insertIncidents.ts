import type { Insertable } from 'kysely';
import { type Incident, SEVERITIES, STATUSES, type TimelineEntry } from '../../shared/incident.ts';
import type { Database, StoreDatabase, Tables } from './database.ts';
import type { Imported } from './incidentStore.ts';
import { searchText } from './words.ts';

/** Incidents that are written by one statement. */
const BATCH = 500;

/** So long numbers at most: behind the highest of them there is room for new ones. */
function numberOf(id: string): number | null {
  const digits = /^INC-([1-9]\d{0,11})$/i.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

function rowOf(incident: Incident, number = numberOf(incident.id)): Insertable<Tables['incidents']> {
  return {
    id: incident.id,
    number,
    title: incident.title,
    description: incident.description,
    severity: SEVERITIES.indexOf(incident.severity),
    status: STATUSES.indexOf(incident.status),
    service: incident.service,
    assignee: incident.assignee,
    created_by: incident.createdBy,
    created_at: incident.createdAt,
    updated_at: incident.updatedAt,
    tags: JSON.stringify(incident.tags),
    search: searchText(incident),
  };
}

/**
 * Stores incidents with their timelines, apart from those whose id is there already; gives the others' row numbers.
 * `number` is that of the id of a new one.
 */
export async function insertIncidents(
  db: Database,
  incidents: readonly Incident[],
  number?: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .insertInto('incidents')
    .values(incidents.map((incident) => rowOf(incident, number)))
    .onConflict((conflict) => conflict.doNothing())
    .returning(['seq', 'id'])
    .execute();
  const stored = new Map(rows.map(({ id, seq }) => [id, seq]));
  const waiting = new Map(stored);
  const entries = incidents.flatMap(({ id, timeline }) => {
    const incident = waiting.get(id);
    waiting.delete(id);
    return incident === undefined ? [] : timeline.map((entry) => ({ ...entry, incident }));
  });
  for (let from = 0; from < entries.length; from += BATCH) await insertEntries(db, entries.slice(from, from + BATCH));
  return stored;
}

/** Adds entries to timelines; `incident` is the row number. */
export async function insertEntries(
  db: Database,
  entries: readonly (TimelineEntry & { readonly incident: number })[],
): Promise<void> {
  await db
    .insertInto('timeline')
    .values(entries.map(({ incident, at, author, kind, text }) => ({ incident, at, author, kind, text })))
    .execute();
}

function instant(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

/** With instants in one form, since they are sorted as texts. */
function withInstants(incident: Incident): Incident {
  return {
    ...incident,
    createdAt: instant(incident.createdAt),
    updatedAt: instant(incident.updatedAt),
    timeline: incident.timeline.map((entry) => ({ ...entry, at: instant(entry.at) })),
  };
}

/** Stores incidents as they are, all or none, apart from those whose id is there already. */
export async function importIncidents(database: StoreDatabase, incidents: readonly Incident[]): Promise<Imported> {
  return database.transaction(async (trx) => {
    const leftOut: string[] = [];
    for (let from = 0; from < incidents.length; from += BATCH) {
      const batch = incidents.slice(from, from + BATCH).map(withInstants);
      const stored = new Set((await insertIncidents(trx, batch)).keys());
      for (const { id } of batch) if (!stored.delete(id)) leftOut.push(id);
    }
    const stored = incidents.length - leftOut.length;
    if (stored > 0) await database.didImport(trx);
    return { stored, leftOut };
  });
}

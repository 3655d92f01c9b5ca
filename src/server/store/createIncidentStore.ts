import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Incident } from '../../shared/incident.ts';
import { TOOL } from '../../shared/names.ts';
import { findRepeated, rememberCall } from './idempotency.ts';
import { completeIncident, findRow, type IncidentRow, parseRow } from './incidentRows.ts';
import { ChangedMeanwhile } from './incidentStore.ts';
import type { Actor, IncidentChange, IncidentStore, NewIncident, StoreChange } from './incidentStore.ts';
import { listIncidents } from './listIncidents.ts';
import { openDatabase, transaction } from './openDatabase.ts';
import {
  describeChange,
  importIncident,
  insertEntry,
  insertIncident,
  nextId,
  touchIncident,
  updateIncident,
} from './writeIncidents.ts';

/** A result, and whether anything was written for it. */
interface Written {
  readonly incident: Incident;
  readonly changed: boolean;
}

function createIncident(
  database: DatabaseSync,
  incident: NewIncident,
  actor: Actor,
  key: string | undefined,
  now: number,
): Written {
  const call = key === undefined ? undefined : { actor, tool: TOOL.createIncident, key, arguments: incident };
  const repeated = call && findRepeated(database, call, now);
  if (repeated !== undefined) {
    const row = parseRow(database.prepare('SELECT * FROM incidents WHERE seq = ?').get(repeated));
    return { incident: completeIncident(database, row), changed: false };
  }
  const at = new Date(now).toISOString();
  const id = nextId(database);
  const created = { ...incident, id, tags: [...incident.tags], createdBy: actor.subject, createdAt: at, updatedAt: at };
  const entry = { at, author: actor.subject, kind: 'created', text: 'Incident created.' } as const;
  const seq = insertIncident(database, { ...created, timeline: [] });
  if (seq === undefined) throw new Error(`the id ${id} is taken`);
  insertEntry(database, seq, entry);
  if (call) rememberCall(database, call, seq, now);
  return { incident: { ...created, timeline: [entry] }, changed: true };
}

/** Now, but always later than the version before: the instant tells one version of an incident from the next. */
function instantAfter(before: IncidentRow, now: number): string {
  const last = Date.parse(before.updated_at);
  return new Date(Number.isNaN(last) ? now : Math.max(now, last + 1)).toISOString();
}

function changeIncident(
  database: DatabaseSync,
  id: string,
  change: IncidentChange,
  by: { readonly actor: Actor; readonly seen: string | undefined; readonly now: number },
): Written | undefined {
  const before = findRow(database, id);
  if (before === undefined) return undefined;
  if (by.seen !== undefined && Date.parse(by.seen) !== Date.parse(before.updated_at)) {
    throw new ChangedMeanwhile(completeIncident(database, before));
  }
  const sentences = describeChange(before, change);
  if (sentences.length === 0) return { incident: completeIncident(database, before), changed: false };
  const at = instantAfter(before, by.now);
  updateIncident(database, before, change, at);
  insertEntry(database, before.seq, { at, author: by.actor.subject, kind: 'changed', text: sentences.join(' ') });
  const after = findRow(database, id);
  return after && { incident: completeIncident(database, after), changed: true };
}

function addNote(database: DatabaseSync, id: string, text: string, actor: Actor, now: number): Incident | undefined {
  const row = findRow(database, id);
  if (row === undefined) return undefined;
  const at = instantAfter(row, now);
  insertEntry(database, row.seq, { at, author: actor.subject, kind: 'note', text });
  touchIncident(database, row.seq, at);
  return completeIncident(database, { ...row, updated_at: at });
}

const idSchema = z.object({ id: z.string() });

function completeId(database: DatabaseSync, prefix: string): string[] {
  const rows = database
    .prepare('SELECT id FROM incidents WHERE lower(substr(id, 1, ?)) = ? ORDER BY created_at DESC, seq DESC LIMIT 100')
    .all(prefix.length, prefix.toLowerCase());
  return rows.map((row) => idSchema.parse(row).id);
}

/** Opens the incidents in the SQLite file at `path` (`:memory:` for none). `now` gives milliseconds since the epoch. */
export function createIncidentStore({ path, now }: { path: string; now: () => number }): IncidentStore {
  const database = openDatabase(path);
  const listeners = new Set<(change: StoreChange) => void>();
  const announce = (change: StoreChange): void => {
    for (const listener of listeners) listener(change);
  };
  return {
    create(incident, actor, key) {
      const written = transaction(database, () => createIncident(database, incident, actor, key, now()));
      if (written.changed) announce({ kind: 'created', id: written.incident.id });
      return written.incident;
    },
    update(id, change, actor, seen) {
      const written = transaction(database, () => changeIncident(database, id, change, { actor, seen, now: now() }));
      if (written?.changed) announce({ kind: 'changed', id: written.incident.id });
      return written?.incident;
    },
    addNote(id, text, actor) {
      const incident = transaction(database, () => addNote(database, id, text, actor, now()));
      if (incident) announce({ kind: 'changed', id: incident.id });
      return incident;
    },
    import(incidents) {
      const stored = transaction(
        database,
        () => incidents.filter((incident) => importIncident(database, incident)).length,
      );
      if (stored > 0) announce({ kind: 'imported' });
      return stored;
    },
    get(id) {
      const row = findRow(database, id);
      return row && completeIncident(database, row);
    },
    list: (query) => listIncidents(database, query),
    completeId: (prefix) => completeId(database, prefix),
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isOpen() {
      return database.isOpen && database.prepare('SELECT 1').get() !== undefined;
    },
    close() {
      listeners.clear();
      database.close();
    },
  };
}

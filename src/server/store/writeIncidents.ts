import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { type Incident, SEVERITIES, STATUSES, type TimelineEntry } from '../../shared/incident.ts';
import { findRow, type IncidentRow, searchText, toIncident } from './incidentRows.ts';
import type { IncidentChange } from './incidentStore.ts';

/** The first number of incidents that are created here, so that ids have four digits from the start. */
const FIRST_NUMBER = 1001;

const nextNumberSchema = z.object({ next: z.number() });

/** The id of the next new incident: one more than the highest `INC-<number>` so far. */
export function nextId(database: DatabaseSync): string {
  const row = database.prepare('SELECT coalesce(max(number) + 1, ?) AS next FROM incidents').get(FIRST_NUMBER);
  return `INC-${nextNumberSchema.parse(row).next}`;
}

function numberOf(id: string): number | null {
  const digits = /^INC-(\d{1,12})$/i.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Stores an incident without its timeline and gives its row number; undefined where its id is there already. */
export function insertIncident(database: DatabaseSync, incident: Incident): number | undefined {
  const result = database
    .prepare(
      `INSERT OR IGNORE INTO incidents (id, number, title, description, severity, status, service, assignee,
         created_by, created_at, updated_at, tags, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      incident.id,
      numberOf(incident.id),
      incident.title,
      incident.description,
      SEVERITIES.indexOf(incident.severity),
      STATUSES.indexOf(incident.status),
      incident.service,
      incident.assignee,
      incident.createdBy,
      incident.createdAt,
      incident.updatedAt,
      JSON.stringify(incident.tags),
      searchText(incident),
    );
  return result.changes === 0 ? undefined : Number(result.lastInsertRowid);
}

/** Adds an entry to the timeline of the incident in row `seq`. */
export function insertEntry(database: DatabaseSync, seq: number, entry: TimelineEntry): void {
  database
    .prepare('INSERT INTO timeline (incident, at, author, kind, text) VALUES (?, ?, ?, ?, ?)')
    .run(seq, entry.at, entry.author, entry.kind, entry.text);
}

/** Sets the time of the last change. */
export function touchIncident(database: DatabaseSync, seq: number, at: string): void {
  database.prepare('UPDATE incidents SET updated_at = ? WHERE seq = ?').run(at, seq);
}

/** What a change would do to an incident, as sentences for its timeline; empty where it changes nothing. */
export function describeChange(before: IncidentRow, change: IncidentChange): string[] {
  const sentences: string[] = [];
  const words = { severity: 'Severity', status: 'Status', assignee: 'Assignee', service: 'Service' } as const;
  for (const field of ['status', 'severity', 'assignee', 'service'] as const) {
    const to = change[field];
    if (to === undefined || to === before[field]) continue;
    sentences.push(`${words[field]} changed from ${before[field] || 'none'} to ${to || 'none'}.`);
  }
  if (change.title !== undefined && change.title !== before.title) sentences.push(`Title was: ${before.title}`);
  if (change.description !== undefined && change.description !== before.description) {
    sentences.push('Description changed.');
  }
  if (change.tags !== undefined && change.tags.join('\n') !== before.tags.join('\n')) {
    sentences.push(`Tags are now: ${change.tags.join(', ') || 'none'}.`);
  }
  return sentences;
}

/** Writes a change; absent fields stay. */
export function updateIncident(database: DatabaseSync, before: IncidentRow, change: IncidentChange, at: string): void {
  const present = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: Incident = { ...toIncident(before, []), ...present };
  database
    .prepare(
      `UPDATE incidents SET title = ?, description = ?, severity = ?, status = ?, service = ?, assignee = ?,
         tags = ?, search = ?, updated_at = ? WHERE seq = ?`,
    )
    .run(
      after.title,
      after.description,
      SEVERITIES.indexOf(after.severity),
      STATUSES.indexOf(after.status),
      after.service,
      after.assignee,
      JSON.stringify(after.tags),
      searchText(after),
      at,
      before.seq,
    );
}

function instant(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

/** Stores an incident with its timeline as it is; false where its id is there already. */
export function importIncident(database: DatabaseSync, incident: Incident): boolean {
  if (findRow(database, incident.id) !== undefined) return false;
  // Instants in one form, since they are sorted as texts.
  const stored = { ...incident, createdAt: instant(incident.createdAt), updatedAt: instant(incident.updatedAt) };
  const seq = insertIncident(database, stored);
  if (seq === undefined) return false;
  for (const entry of incident.timeline) insertEntry(database, seq, { ...entry, at: instant(entry.at) });
  return true;
}

import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { type Incident, SEVERITIES, STATUSES, type TimelineEntry, timelineEntrySchema } from '../../shared/incident.ts';

function wordAt<Word extends string>(words: readonly Word[]) {
  return z.number().transform((position, context): Word => {
    const word = words[position];
    if (word !== undefined) return word;
    context.addIssue({ code: 'custom', message: `unknown position ${position}` });
    return z.NEVER;
  });
}

const jsonText = z.string().transform((text): unknown => JSON.parse(text));

const rowSchema = z.object({
  seq: z.number(),
  id: z.string(),
  title: z.string(),
  description: z.string(),
  severity: wordAt(SEVERITIES),
  status: wordAt(STATUSES),
  service: z.string(),
  assignee: z.string(),
  created_by: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  tags: jsonText.pipe(z.array(z.string())),
});
/** A row of the table `incidents`. */
export type IncidentRow = z.infer<typeof rowSchema>;

/** Reads a row of the table `incidents`. */
export function parseRow(row: unknown): IncidentRow {
  return rowSchema.parse(row);
}

/** The incident of a row, with the timeline given. */
export function toIncident(row: IncidentRow, timeline: readonly TimelineEntry[]): Incident {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    severity: row.severity,
    status: row.status,
    service: row.service,
    assignee: row.assignee,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    tags: row.tags,
    timeline: [...timeline],
  };
}

/** The row of the incident with `id`. */
export function findRow(database: DatabaseSync, id: string): IncidentRow | undefined {
  const row = database.prepare('SELECT * FROM incidents WHERE id = ?').get(id);
  return row === undefined ? undefined : parseRow(row);
}

/** An incident with its timeline, oldest entry first. */
export function completeIncident(database: DatabaseSync, row: IncidentRow): Incident {
  const entries = database
    .prepare('SELECT at, author, kind, text FROM timeline WHERE incident = ? ORDER BY at, entry')
    .all(row.seq);
  return toIncident(
    row,
    entries.map((entry) => timelineEntrySchema.parse(entry)),
  );
}

/** What text search looks through, in lower case. */
export function searchText(
  incident: Pick<Incident, 'id' | 'title' | 'description' | 'service' | 'assignee' | 'tags'>,
): string {
  const { id, title, description, service, assignee, tags } = incident;
  return [id, title, description, service, assignee, ...tags].join('\n').toLowerCase();
}

import { sql } from 'kysely';
import * as z from 'zod';
import { type Incident, SEVERITIES, STATUSES, type TimelineEntry, timelineEntrySchema } from '../../shared/incident.ts';
import type { Database } from './database.ts';
import { asciiLower } from './words.ts';

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

/** The columns that a row is read from. */
export const COLUMNS = [
  ...(['seq', 'id', 'title', 'description', 'severity', 'status', 'service', 'assignee'] as const),
  ...(['created_by', 'created_at', 'updated_at', 'tags'] as const),
] as const;

/** The row of the incident with `id`. */
export async function findRow(db: Database, id: string): Promise<IncidentRow | undefined> {
  const row = await db
    .selectFrom('incidents')
    .select(COLUMNS)
    .where(sql`lower(id)`, '=', asciiLower(id))
    .executeTakeFirst();
  return row && parseRow(row);
}

/** An incident with its timeline, oldest entry first. */
export async function completeIncident(db: Database, row: IncidentRow): Promise<Incident> {
  const entries = await db
    .selectFrom('timeline')
    .select(['at', 'author', 'kind', 'text'])
    .where('incident', '=', row.seq)
    .orderBy('at')
    .orderBy('entry')
    .execute();
  return toIncident(
    row,
    entries.map((entry) => timelineEntrySchema.parse(entry)),
  );
}

import * as z from 'zod';
import { type Incident, SEVERITIES, STATUSES, timelineEntrySchema } from '../../shared/incident.ts';
import { fields } from '../mcp/fields.ts';

/** Problems that are said; more of them hardly help. */
const MOST_PROBLEMS = 20;

const lower = (text: unknown): unknown => (typeof text === 'string' ? text.trim().toLowerCase() : text);
const wordOf = <Words extends readonly [string, ...string[]]>(words: Words, otherwise: Words[number]) =>
  z.preprocess(lower, z.enum(words, { error: `must be one of ${words.join(', ')}` })).default(otherwise);
const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-20T10:00:00Z' });

/** An incident in a file: an id and a title, and whatever else is known. */
const incidentSchema = z.object({
  id: z.preprocess((id) => (typeof id === 'number' ? String(id) : id), fields.id),
  title: fields.title,
  severity: wordOf(SEVERITIES, 'medium'),
  status: wordOf(STATUSES, 'open'),
  description: fields.description.default(''),
  service: fields.service.default(''),
  assignee: fields.assignee.default(''),
  tags: fields.tags.default([]),
  createdBy: z.string().trim().max(200).default(''),
  createdAt: instant.optional(),
  updatedAt: instant.optional(),
  timeline: z.array(timelineEntrySchema).max(10_000).default([]),
});
/** A list, or an object with each incident by its id, as the template's server writes it. */
const fileSchema = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform(entriesOf)]);

function entriesOf(byId: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(byId).map(([id, incident]) =>
    typeof incident === 'object' && incident !== null ? { id, ...incident } : incident,
  );
}

function complete(incident: z.infer<typeof incidentSchema>, now: string): Incident {
  const createdAt = incident.createdAt ?? now;
  return { ...incident, createdAt, updatedAt: incident.updatedAt ?? createdAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error('it is not JSON', { cause: error });
  }
}

/**
 * The incidents in the text of a file such as the template's `incidents.json`. What has no instant was created `now`,
 * an RFC 3339 instant.
 * @throws Error that says what is wrong, with each incident that is
 */
export function parseIncidentFile(text: string, now: string): Incident[] {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) throw new Error('it holds neither a list of incidents nor an object with each by its id');
  const problems: string[] = [];
  const incidents = file.data.flatMap((given, index) => {
    const parsed = incidentSchema.safeParse(given);
    if (parsed.success) return [complete(parsed.data, now)];
    for (const { path, message } of parsed.error.issues) {
      problems.push(`incident ${index + 1}: ${path.join('.') || 'it'} ${message}`);
    }
    return [];
  });
  if (problems.length === 0) return incidents;
  const left = problems.length - MOST_PROBLEMS;
  throw new Error([...problems.slice(0, MOST_PROBLEMS), ...(left > 0 ? [`and ${left} more`] : [])].join('; '));
}

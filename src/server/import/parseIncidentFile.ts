import * as z from 'zod';
import { asError } from '../asError.ts';
import { type Incident, SEVERITIES, STATUSES, timelineEntrySchema } from '../../shared/incident.ts';
import { fields } from '../mcp/fields.ts';
import { nearestName } from '../config/nearestName.ts';
import { problemInWords } from './problemInWords.ts';

/** Problems that are said; more of them hardly help. */
const MOST_PROBLEMS = 20;

const lower = (text: unknown): unknown => (typeof text === 'string' ? text.trim().toLowerCase() : text);
const wordOf = <Words extends readonly [string, ...string[]]>(words: Words, otherwise: Words[number]) =>
  z.preprocess(lower, z.enum(words)).default(otherwise);
const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-20T10:00:00Z' });

const entrySchema = z.strictObject({ ...timelineEntrySchema.shape, at: instant });

/** An incident in a file: an id and a title, and whatever else is known. */
const incidentSchema = z.strictObject({
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
  timeline: z.array(entrySchema).max(10_000).default([]),
});

const KNOWN = Object.keys(incidentSchema.shape);
const KNOWN_OF_ENTRIES = Object.keys(entrySchema.shape);

const listSchema = z.array(z.unknown());
/** A list, the same as `incidents` of an object, or an object with each by its id, as the template's server writes it. */
const fileSchema = z.union([
  listSchema,
  z.object({ incidents: listSchema }).transform(({ incidents }) => incidents),
  z.record(z.string(), z.looseObject({})).transform(entriesOf),
]);

function entriesOf(byId: Readonly<Record<string, object>>): unknown[] {
  return Object.entries(byId).map(([id, incident]) => ({ id, ...incident }));
}

function complete(incident: z.infer<typeof incidentSchema>, now: string): Incident {
  const createdAt = incident.createdAt ?? now;
  return { ...incident, createdAt, updatedAt: incident.updatedAt ?? createdAt };
}

function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') throw new Error('is empty');
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`is not JSON: ${asError(error).message}`, { cause: error });
  }
}

/** A field that is not known: a misspelt one would leave its incident with a default, unsaid. */
function unknownField(field: string, path: readonly PropertyKey[]): string {
  const meant = nearestName(field, path.length === 0 ? KNOWN : KNOWN_OF_ENTRIES);
  const name = [...path, field].join('.');
  return meant === undefined ? `${name} is an unknown field` : `${name} is an unknown field: is ${meant} meant?`;
}

function issueInWords(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((field) => unknownField(field, issue.path));
  return [`${issue.path.join('.') || 'it'} ${issue.message}`];
}

/** Place and, where it has one, id of an incident in the file. */
function nameOf(given: unknown, index: number): string {
  const { data } = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(given);
  return data === undefined ? `incident ${index + 1}` : `incident ${index + 1} (${data.id})`;
}

/**
 * The incidents in the text of a file such as the template's `incidents.json`. What has no instant was created `now`,
 * an RFC 3339 instant.
 * @throws Error whose message goes on after the name of the file, with a line for each incident that is wrong
 */
export function parseIncidentFile(text: string, now: string): Incident[] {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) {
    const wanted = '[{ "id": "INC-1042", "title": "Checkout is slow" }]';
    throw new Error(`holds neither a list of incidents nor an object with each by its id; wanted is ${wanted}`);
  }
  const problems: string[] = [];
  const places = new Map<string, number>();
  const incidents = file.data.flatMap((given, index) => {
    const parsed = incidentSchema.safeParse(given, { error: problemInWords });
    const before = parsed.data && places.get(parsed.data.id.toLowerCase());
    const name = nameOf(given, index);
    if (before !== undefined) problems.push(`${name}: id is that of incident ${before + 1} too`);
    for (const issue of parsed.error?.issues ?? []) {
      problems.push(...issueInWords(issue).map((said) => `${name}: ${said}`));
    }
    if (!parsed.success) return [];
    places.set(parsed.data.id.toLowerCase(), index);
    return [complete(parsed.data, now)];
  });
  if (problems.length === 0) return incidents;
  const left = problems.length - MOST_PROBLEMS;
  const more = left > 0 ? [`and ${left} more`] : [];
  throw new Error(['has what cannot be imported:', ...problems.slice(0, MOST_PROBLEMS), ...more].join('\n'));
}

import * as z from 'zod/mini';
import { SEVERITIES, STATUSES } from '../../shared/incident.ts';
import type { TimelineEntry } from '../../shared/incident.ts';
import { labelText, multilineText } from '../shownText.ts';
import type { ShownIncident } from './incidentSource.ts';

const TITLE_LENGTH = 300;
const NAME_LENGTH = 200;
const NOTE_LENGTH = 10_000;
const TAG_LENGTH = 60;
const MOST_TAGS = 30;
/** Characters that are kept of a description. */
export const DESCRIPTION_LENGTH = 20_000;
/** Entries that are kept of a timeline, the newest ones. */
export const MOST_ENTRIES = 500;
/** Numbers below are seconds since 1970, others milliseconds. */
const FIRST_MILLISECONDS = 100_000_000_000;

const word = z.catch(z.union([z.string(), z.pipe(z.number(), z.transform(String))]), '');
const instant = z.catch(z.union([z.string(), z.pipe(z.number(), z.transform(instantOf))]), '');
const entrySchema = z.object({
  at: z._default(instant, ''),
  author: z._default(word, ''),
  kind: z.catch(z.enum(['created', 'changed', 'note']), 'note'),
  text: z._default(word, ''),
});
const sentSchema = z.object({
  id: z._default(word, ''),
  title: z._default(word, ''),
  description: z._default(word, ''),
  severity: z._default(word, ''),
  status: z._default(word, ''),
  service: z._default(word, ''),
  assignee: z._default(word, ''),
  createdBy: z._default(word, ''),
  createdAt: z._default(instant, ''),
  updatedAt: z._default(instant, ''),
  tags: z.catch(z.array(z.unknown()), []),
  timeline: z.catch(z.array(z.unknown()), []),
});

function instantOf(number: number): string {
  const date = new Date(number < FIRST_MILLISECONDS ? number * 1000 : number);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function shownInstant(text: string): string {
  const label = labelText(text, TAG_LENGTH);
  return Number.isNaN(Date.parse(label)) ? '' : label;
}

/** One of the words that should be used, however it was capitalized; else the word as it was sent. */
function knownWord(text: string, known: readonly string[]): string {
  const label = labelText(text, TAG_LENGTH);
  const lower = label.toLowerCase();
  return known.includes(lower) ? lower : label;
}

function shownEntry(sent: unknown): TimelineEntry[] {
  const { success, data } = z.safeParse(entrySchema, sent);
  if (!success) return [];
  const { at, author, kind, text } = data;
  return [
    { at: shownInstant(at), author: labelText(author, NAME_LENGTH), kind, text: multilineText(text, NOTE_LENGTH) },
  ];
}

function shownTags(tags: readonly unknown[]): readonly string[] {
  const texts = tags.slice(0, MOST_TAGS).map((tag) => labelText(z.parse(word, tag), TAG_LENGTH));
  return [...new Set(texts.filter((text) => text !== ''))];
}

/** An incident as sent, made safe to show; undefined where it is none at all: no object, or without id and title. */
export function shownIncident(sent: unknown): ShownIncident | undefined {
  const { success, data } = z.safeParse(sentSchema, sent);
  if (!success) return undefined;
  const id = labelText(data.id, NAME_LENGTH);
  const title = labelText(data.title, TITLE_LENGTH);
  if (id === '' && title === '') return undefined;
  const createdAt = shownInstant(data.createdAt);
  return {
    id,
    title,
    description: multilineText(data.description, DESCRIPTION_LENGTH),
    severity: knownWord(data.severity, SEVERITIES),
    status: knownWord(data.status, STATUSES),
    service: labelText(data.service, NAME_LENGTH),
    assignee: labelText(data.assignee, NAME_LENGTH),
    createdBy: labelText(data.createdBy, NAME_LENGTH),
    createdAt,
    updatedAt: shownInstant(data.updatedAt) || createdAt,
    tags: shownTags(data.tags),
    timeline: data.timeline.slice(-MOST_ENTRIES).flatMap(shownEntry),
  };
}

/** The incidents of a list; what is none is left out, and of several with one id the first stays. */
export function shownIncidents(sent: readonly unknown[]): readonly ShownIncident[] {
  const seen = new Set<string>();
  return sent.flatMap((one) => {
    const incident = shownIncident(one);
    if (!incident || (incident.id !== '' && seen.has(incident.id))) return [];
    seen.add(incident.id);
    return [incident];
  });
}

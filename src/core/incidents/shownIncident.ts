import { SEVERITIES, STATUSES } from '../../shared/incident.ts';
import type { TimelineEntry } from '../../shared/incident.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
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

const KINDS: readonly TimelineEntry['kind'][] = ['created', 'changed', 'note'];

/** A text as it was sent, or a number as a text; empty for all else. */
function wordOf(sent: unknown): string {
  if (typeof sent === 'string') return sent;
  return typeof sent === 'number' && Number.isFinite(sent) ? String(sent) : '';
}

function nameOf(sent: unknown, limit = NAME_LENGTH): string {
  return labelText(wordOf(sent), limit);
}

function instantOf(number: number): string {
  const date = new Date(number < FIRST_MILLISECONDS ? number * 1000 : number);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function shownInstant(sent: unknown): string {
  const text = typeof sent === 'number' && Number.isFinite(sent) ? instantOf(sent) : wordOf(sent);
  const label = labelText(text, TAG_LENGTH);
  return Number.isNaN(Date.parse(label)) ? '' : label;
}

/** One of the words that should be used, however it was capitalized; else the word as it was sent. */
function knownWord(sent: unknown, known: readonly string[]): string {
  const label = nameOf(sent, TAG_LENGTH);
  const lower = label.toLowerCase();
  return known.includes(lower) ? lower : label;
}

function shownEntry(sent: unknown): TimelineEntry[] {
  if (!isJsonObject(sent)) return [];
  const { at, author, kind, text } = sent;
  return [
    {
      at: shownInstant(at),
      author: nameOf(author),
      kind: KINDS.find((one) => one === kind) ?? 'note',
      text: multilineText(wordOf(text), NOTE_LENGTH),
    },
  ];
}

function shownTags(tags: readonly unknown[]): readonly string[] {
  const texts = tags.slice(0, MOST_TAGS).map((tag) => nameOf(tag, TAG_LENGTH));
  return [...new Set(texts.filter((text) => text !== ''))];
}

/**
 * An incident as sent, made safe to show; undefined where it is none at all: no object, or without id and title. Read
 * by hand, since a schema of a dozen fields for each row is a good part of what a page costs.
 */
export function shownIncident(sent: unknown): ShownIncident | undefined {
  if (!isJsonObject(sent)) return undefined;
  const id = nameOf(sent['id']);
  const title = nameOf(sent['title'], TITLE_LENGTH);
  if (id === '' && title === '') return undefined;
  const { tags, timeline } = sent;
  const createdAt = shownInstant(sent['createdAt']);
  return {
    id,
    title,
    description: multilineText(wordOf(sent['description']), DESCRIPTION_LENGTH),
    severity: knownWord(sent['severity'], SEVERITIES),
    status: knownWord(sent['status'], STATUSES),
    service: nameOf(sent['service']),
    assignee: nameOf(sent['assignee']),
    createdBy: nameOf(sent['createdBy']),
    createdAt,
    updatedAt: shownInstant(sent['updatedAt']) || createdAt,
    tags: isJsonArray(tags) ? shownTags(tags) : [],
    timeline: isJsonArray(timeline) ? timeline.slice(-MOST_ENTRIES).flatMap(shownEntry) : [],
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

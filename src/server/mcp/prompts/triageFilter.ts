import { completable, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { SEVERITIES, STATUSES } from '../../../shared/incident.ts';
import { NONE, TRIAGE_FILTERS, type TriageFilter } from '../../../shared/names.ts';
import type { IncidentFilter } from '../../store/incidentStore.ts';
import type { ReadingParts } from '../serverParts.ts';

const MAX_LENGTH = 1000;
/** Of what is searched for, as `list_incidents` has it. */
const MAX_TEXT = 200;

/** The values of a filter as they were given. */
export type TriageFilterValues = Readonly<Partial<Record<TriageFilter, string | undefined>>>;

const words = (description: string, length = MAX_LENGTH) => z.string().max(length).describe(description);

/** The arguments by which incidents are left out. */
export function triageFilterArguments(store: ReadingParts['store']) {
  const either = `Several are separated by commas; "${NONE}" stands for incidents without.`;
  const known = (field: 'service' | 'assignee') => async (typed: string) =>
    suggest(typed, await valuesOf(store, field));
  return {
    severity: completable(words('Only incidents of these severities, separated by commas.'), (typed) =>
      suggest(typed, SEVERITIES.toReversed()),
    ).optional(),
    status: completable(
      words('Only incidents of these statuses, separated by commas. Else the unresolved ones.'),
      (typed) => suggest(typed, STATUSES),
    ).optional(),
    service: completable(words(`Only incidents of these services. ${either}`), known('service')).optional(),
    assignee: completable(words(`Only incidents of these assignees. ${either}`), known('assignee')).optional(),
    text: words('Only incidents in which all of these words, or words that begin so, occur.', MAX_TEXT).optional(),
  };
}

/** Whether any filter was given. */
export function isFiltered(values: TriageFilterValues): boolean {
  return TRIAGE_FILTERS.some((name) => (values[name] ?? '').trim() !== '');
}

/** What to ask the store for. @throws ProtocolError for a severity or status that there is not */
export function storeFilter({ severity, status, service, assignee, text }: TriageFilterValues): IncidentFilter {
  const statuses = listOf(status).map((word) => oneOf('status', STATUSES, word));
  return {
    severities: listOf(severity).map((word) => oneOf('severity', SEVERITIES, word)),
    ...(statuses.length === 0 ? { unresolved: true } : { statuses }),
    services: namesOf(service),
    assignees: namesOf(assignee),
    text: text ?? '',
  };
}

function listOf(text = ''): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Names may hold commas themselves: the whole text is one of them too. */
function namesOf(text: string | undefined): readonly string[] {
  const parts = listOf(text);
  const whole = (text ?? '').trim();
  return [...new Set(parts.length > 1 ? [...parts, whole] : parts)].map((name) => (name === NONE ? '' : name));
}

function oneOf<Word extends string>(name: TriageFilter, words: readonly Word[], given: string): Word {
  const word = words.find((one) => one === given.toLowerCase());
  if (word !== undefined) return word;
  const problem = `${name}: ${JSON.stringify(given)} is none of ${words.join(', ')}.`;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, problem);
}

async function valuesOf(store: ReadingParts['store'], field: 'service' | 'assignee'): Promise<readonly string[]> {
  const { counts } = await store.list({ sort: 'newest', limit: 1, countBy: [field] });
  const { byService = [], byAssignee = [] } = counts;
  return (field === 'service' ? byService : byAssignee).map(({ value }) => value || NONE);
}

/** Suggestions for the last of the words, with those before it as they were typed; of many the library sends the first. */
function suggest(typed: string, values: readonly string[]): string[] {
  const start = typed.lastIndexOf(',') + 1;
  const before = typed.slice(0, start);
  const prefix = typed.slice(start).trimStart().toLowerCase();
  const fitting = values.filter((value) => value.toLowerCase().startsWith(prefix));
  return fitting.map((value) => `${before}${value}`);
}

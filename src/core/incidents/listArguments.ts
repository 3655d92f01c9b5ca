import { isJsonArray, isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../mcp/connection.ts';
import type { IncidentPage, IncidentQuery } from './incidentSource.ts';
import type { KnownTool } from './incidentTools.ts';
import type { Sorting } from './list/arrangement.ts';
import { FACETS, type Facet, isLeft, isUnfiltered, NO_FILTER, type PlainFilter } from './list/incidentFilter.ts';

/** Arguments that take several values of a facet. */
const LISTS = { severity: 'severities', status: 'statuses', service: 'services', assignee: 'assignees' } as const;
/** What servers call an order, the best word first. */
const SORTS: Readonly<Record<Sorting, readonly string[]>> = {
  severity: ['urgency', 'severity'],
  updated: ['updated'],
  created: ['newest'],
  title: ['title'],
};

type Argument = readonly [string, Json];

/** The arguments of a query that the tool takes; empty ones are not sent. */
export function listArguments(tool: KnownTool, query: IncidentQuery): JsonObject {
  const { limit, cursor, countBy = [] } = query;
  const filter = wholeFilter(query);
  const sort =
    query.sort ?? (query.sortBy && SORTS[query.sortBy].find((word) => hasChoice(tool.schemas['sort'], word)));
  const counted = countBy.filter((field) => hasChoice(itemsOf(tool.schemas['countBy']), field));
  const asked: Argument[] = [
    ...FACETS.map((facet) => facetArgument(tool, facet, filter[facet])).filter((argument) => argument !== undefined),
    ...(filter.text === '' ? [] : [['text', filter.text] as const]),
    ...(sort === undefined ? [] : [['sort', sort] as const]),
    ...(counted.length === 0 ? [] : [['countBy', counted] as const]),
    ...(limit === undefined ? [] : [['limit', Math.min(limit, mostOf(tool))] as const]),
    ...(cursor === undefined ? [] : [['cursor', cursor] as const]),
  ];
  return Object.fromEntries(asked.filter(([name]) => tool.takes.has(name)));
}

/** The page without what the query excludes, where the server could not be asked to leave it out. */
export function filteredHere(page: IncidentPage, query: IncidentQuery, tool: KnownTool | undefined): IncidentPage {
  const here = unsent(wholeFilter(query), tool);
  if (isUnfiltered({ ...here, mine: false })) return page;
  const incidents = page.incidents.filter((incident) => isLeft(incident, here));
  const { nextCursor } = page;
  return { incidents, leftOf: page.incidents.length, ...(nextCursor === undefined ? {} : { nextCursor }) };
}

/** The part of a filter that the tool does not take. */
function unsent(filter: PlainFilter, tool: KnownTool | undefined): PlainFilter {
  const left = (facet: Facet): readonly string[] =>
    tool && facetArgument(tool, facet, filter[facet]) ? [] : filter[facet];
  return {
    severity: left('severity'),
    status: left('status'),
    service: left('service'),
    assignee: left('assignee'),
    text: tool?.takes.has('text') ? '' : filter.text,
  };
}

function wholeFilter({ severity, status, text, filter = NO_FILTER }: IncidentQuery): PlainFilter {
  return {
    ...filter,
    severity: severity ? [severity] : filter.severity,
    status: status ? [status] : filter.status,
    text: text === undefined || text === '' ? filter.text : text,
  };
}

/** One value goes by the argument that every server has; none at all, several and "without" by the one for lists. */
function facetArgument(tool: KnownTool, facet: Facet, values: readonly string[]): Argument | undefined {
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.length === 1 && first !== '' && tool.takes.has(facet) && isTaken(tool.schemas[facet], first)) {
    return [facet, first];
  }
  const list = LISTS[facet];
  const isListTaken = tool.takes.has(list) && values.every((value) => isTaken(itemsOf(tool.schemas[list]), value));
  return isListTaken ? [list, values] : undefined;
}

/** Whether a schema has nothing against a word: it lists the word, or lists none. */
function isTaken(schema: Json | undefined, word: string): boolean {
  return !isJsonObject(schema) || schema['enum'] === undefined || hasChoice(schema, word);
}

function hasChoice(schema: Json | undefined, word: string): boolean {
  const choices = isJsonObject(schema) ? schema['enum'] : undefined;
  return isJsonArray(choices) && choices.includes(word);
}

function itemsOf(schema: Json | undefined): Json | undefined {
  return isJsonObject(schema) ? schema['items'] : undefined;
}

function mostOf({ schemas: { limit } }: KnownTool): number {
  const most = isJsonObject(limit) ? limit['maximum'] : undefined;
  return typeof most === 'number' ? most : Infinity;
}

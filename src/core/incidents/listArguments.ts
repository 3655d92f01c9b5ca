import type { Json, JsonObject } from '../mcp/connection.ts';
import type { IncidentPage, IncidentQuery, ShownIncident } from './incidentSource.ts';
import type { KnownTool } from './incidentTools.ts';

const FILTERS = ['severity', 'status', 'text'] as const;
type Filter = (typeof FILTERS)[number];

/** The arguments of a query that the tool takes; empty ones are not sent. */
export function listArguments(tool: KnownTool, query: IncidentQuery): JsonObject {
  const { sort, limit, cursor } = query;
  const filters = FILTERS.map((name) => [name, query[name] ?? ''] as const).filter(([, value]) => value !== '');
  const asked: (readonly [string, Json])[] = [
    ...filters,
    ...(sort === undefined ? [] : [['sort', sort] as const]),
    ...(limit === undefined ? [] : [['limit', limit] as const]),
    ...(cursor === undefined ? [] : [['cursor', cursor] as const]),
  ];
  return Object.fromEntries(asked.filter(([name]) => tool.takes.has(name)));
}

/** The page without what the query excludes, where the server could not be asked to leave it out. */
export function filteredHere(page: IncidentPage, query: IncidentQuery, tool: KnownTool | undefined): IncidentPage {
  const filters = FILTERS.filter((name) => (query[name] ?? '') !== '' && !tool?.takes.has(name));
  if (filters.length === 0) return page;
  const incidents = page.incidents.filter((incident) => filters.every((name) => matches(incident, name, query)));
  const { nextCursor } = page;
  return nextCursor === undefined ? { incidents } : { incidents, nextCursor };
}

function matches(incident: ShownIncident, filter: Filter, query: IncidentQuery): boolean {
  const wanted = (query[filter] ?? '').toLowerCase();
  if (filter !== 'text') return incident[filter].toLowerCase() === wanted;
  const { id, title, description, service, assignee, tags } = incident;
  const words = [id, title, description, service, assignee, ...tags].join('\n').toLowerCase();
  return wanted.split(/\s+/).every((word) => words.includes(word));
}

import type { ShownIncident } from '../incidentSource.ts';

/** Fields of an incident that a filter has lists of values for. */
export const FACETS = ['severity', 'status', 'service', 'assignee'] as const;
/** One of {@link FACETS}. */
export type Facet = (typeof FACETS)[number];

/** Which incidents are shown. Lists that are empty leave all; an empty text in one stands for incidents without. */
export interface IncidentFilter extends Readonly<Record<Facet, readonly string[]>> {
  /** Words that all must occur. */
  readonly text: string;
  /** Only those that are assigned to the person: stands in for {@link assignee}. */
  readonly mine: boolean;
}

/** Leaves all. */
export const NO_FILTER: IncidentFilter = {
  text: '',
  severity: [],
  status: [],
  service: [],
  assignee: [],
  mine: false,
};

/** A filter for one server: the person is an assignee there. */
export type PlainFilter = Omit<IncidentFilter, 'mine'>;

/** Whether a filter leaves all. */
export function isUnfiltered(filter: IncidentFilter): boolean {
  return !filter.mine && words(filter.text).length === 0 && FACETS.every((facet) => filter[facet].length === 0);
}

/** The filter with the person's name at a server in place of "mine". */
export function plainFilter({ mine, ...filter }: IncidentFilter, me: string | undefined): PlainFilter {
  return mine && me !== undefined ? { ...filter, assignee: [me] } : filter;
}

function words(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Whether an incident has one of the values of a facet. Case does not count, as it does not at the server. */
export function hasFacet(incident: ShownIncident, facet: Facet, values: readonly string[]): boolean {
  const own = incident[facet].toLowerCase();
  return values.length === 0 || values.some((value) => value.toLowerCase() === own);
}

/** Whether all words of a text occur in an incident. */
export function hasText({ id, title, description, service, assignee, tags }: ShownIncident, text: string): boolean {
  const wanted = words(text);
  if (wanted.length === 0) return true;
  const searched = [id, title, description, service, assignee, ...tags].join('\n').toLowerCase();
  return wanted.every((word) => searched.includes(word));
}

/** Whether a filter leaves an incident. */
export function isLeft(incident: ShownIncident, filter: PlainFilter): boolean {
  return FACETS.every((facet) => hasFacet(incident, facet, filter[facet])) && hasText(incident, filter.text);
}

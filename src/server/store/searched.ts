import type { Incident } from '../../shared/incident.ts';
import type { IncidentFilter } from './incidentStore.ts';
import { asciiLower, wordsOf } from './words.ts';

/** What a search finds incidents by, of whatever severity and status. */
export type Searched = Pick<IncidentFilter, 'text' | 'service' | 'assignee' | 'services' | 'assignees'>;

/** Names of which an incident must have one, in lower case. */
export interface SearchedNames {
  readonly field: 'service' | 'assignee';
  readonly anyOf: readonly string[];
}

/** The part of a filter that a search is. */
export function searchedOf({ text, service, assignee, services, assignees }: IncidentFilter): Searched {
  return { text, service, assignee, services, assignees };
}

/** The services and assignees that are searched for; an incident must fit each of these. */
export function namesOf({ service, assignee, services = [], assignees = [] }: Searched): readonly SearchedNames[] {
  return (
    [
      { field: 'service', anyOf: service ? [service] : [] },
      { field: 'service', anyOf: services },
      { field: 'assignee', anyOf: assignee ? [assignee] : [] },
      { field: 'assignee', anyOf: assignees },
    ] as const
  )
    .filter(({ anyOf }) => anyOf.length > 0)
    .map(({ field, anyOf }) => ({ field, anyOf: anyOf.map(asciiLower) }));
}

/** Whether a search finds an incident, of which `text` is the search text. */
export function finds(searched: Searched, incident: Incident, text: string): boolean {
  return (
    wordsOf(searched.text).every((word) => text.includes(`\n${word}`)) &&
    namesOf(searched).every(({ field, anyOf }) => anyOf.includes(asciiLower(incident[field])))
  );
}

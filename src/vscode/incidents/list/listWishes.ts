import { type Arrangement, DEFAULT_ARRANGEMENT } from '../../../core/incidents/list/arrangement.ts';
import type { IncidentQuery } from '../../../core/incidents/incidentSource.ts';
import {
  type IncidentFilter,
  isUnfiltered,
  NO_FILTER,
  type PlainFilter,
} from '../../../core/incidents/list/incidentFilter.ts';

/** Which incidents the person wants to see, and how. */
export interface ListWishes {
  readonly filter: IncidentFilter;
  readonly arrangement: Arrangement;
}

/** What is shown where the person chose nothing. */
export const DEFAULT_WISHES: ListWishes = { filter: NO_FILTER, arrangement: DEFAULT_ARRANGEMENT };

/** What a server is asked for by these wishes; `filter` is the one for that server. */
export function queryFor({ arrangement: { groupBy, sortBy } }: ListWishes, filter: PlainFilter): IncidentQuery {
  const isCounted = groupBy === 'service' || groupBy === 'assignee';
  return {
    sortBy,
    ...(isUnfiltered({ ...filter, mine: false }) ? {} : { filter }),
    ...(isCounted ? { countBy: [groupBy] } : {}),
  };
}

/** Whether a server has nothing else to send by other wishes: they only lay out anew what is there. */
export function isSameQuery(one: ListWishes, other: ListWishes): boolean {
  const { sortBy } = one.arrangement;
  return sortBy === other.arrangement.sortBy && JSON.stringify(one.filter) === JSON.stringify(other.filter);
}

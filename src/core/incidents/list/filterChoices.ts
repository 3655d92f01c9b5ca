import type { IncidentCounts } from '../../../shared/incident.ts';
import { SEVERITIES, STATUSES } from '../../../shared/incident.ts';
import type { ShownIncident } from '../incidentSource.ts';
import { compareGroups } from './groupOrder.ts';
import { countedIn, countedValues } from './groupTotals.ts';
import { type Facet, FACETS, type IncidentFilter } from './incidentFilter.ts';

/** What is known of one server's incidents. */
export interface KnownIncidents {
  readonly incidents: readonly ShownIncident[];
  /** Of all, whatever the filter. */
  readonly counts?: IncidentCounts | undefined;
}

/** A value of a facet that can be chosen. */
export interface FilterChoice {
  readonly facet: Facet;
  /** Empty for incidents without. */
  readonly value: string;
  /** How many incidents have it; only the loaded ones where {@link isLoadedOnly}. */
  readonly count: number;
  readonly isLoadedOnly: boolean;
}

const ALWAYS: Partial<Readonly<Record<Facet, readonly string[]>>> = { severity: SEVERITIES, status: STATUSES };

/** The values that a filter can be put together from, those of the filter as it is included. */
export function filterChoices(servers: readonly KnownIncidents[], filter: IncidentFilter): readonly FilterChoice[] {
  return FACETS.flatMap((facet) => {
    const counted = new Map<string, { count: number; isLoadedOnly: boolean }>();
    const add = (value: string, count: number, isLoadedOnly: boolean): void => {
      const before = counted.get(value) ?? { count: 0, isLoadedOnly: false };
      counted.set(value, { count: before.count + count, isLoadedOnly: before.isLoadedOnly || isLoadedOnly });
    };
    for (const value of [...(ALWAYS[facet] ?? []), ...filter[facet]]) add(value, 0, false);
    for (const { incidents, counts } of servers) {
      const byServer = countedValues(counts, facet);
      for (const value of byServer) add(value, countedIn(counts, facet, value) ?? 0, false);
      const others = Map.groupBy(incidents, (incident) => incident[facet]);
      for (const [value, own] of others) if (!byServer.includes(value)) add(value, own.length, true);
    }
    return [...counted]
      .map(([value, known]) => ({ facet, value, ...known }))
      .sort((one, other) => compareGroups(facet, one.value, other.value));
  });
}

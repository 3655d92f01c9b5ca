import type { IncidentCounts } from '../../../shared/incident.ts';
import type { Grouping } from './arrangement.ts';
import type { GroupNode } from './listNodes.ts';

/** What is known of a server's list for counting. */
export interface CountedList {
  readonly serverId: string;
  readonly counts?: IncidentCounts | undefined;
  /** Whether there are pages that are not loaded. */
  readonly hasMore: boolean;
}

/** How many incidents a group has. */
export interface GroupTotal {
  readonly loaded: number;
  /** Those of pages that are not loaded included; absent where a server does not count them. */
  readonly total?: number;
}

/** How many incidents a server counts in a group; undefined where it does not count them. */
export function countedIn(counts: IncidentCounts | undefined, groupBy: Grouping, value: string): number | undefined {
  if (!counts) return undefined;
  switch (groupBy) {
    case 'severity':
      return counted(counts.bySeverity, value);
    case 'status':
      return counted(counts.byStatus, value);
    case 'service':
      return counts.byService?.find((one) => one.value === value)?.count;
    case 'assignee':
      return counts.byAssignee?.find((one) => one.value === value)?.count;
    case 'server':
    case 'none':
      return counts.total;
  }
}

/** The values that a server counts incidents of. */
export function countedValues(counts: IncidentCounts | undefined, groupBy: Grouping): readonly string[] {
  if (!counts) return [];
  const some = (of: Readonly<Record<string, number>>): readonly string[] =>
    Object.keys(of).filter((value) => (of[value] ?? 0) > 0);
  switch (groupBy) {
    case 'severity':
      return some(counts.bySeverity);
    case 'status':
      return some(counts.byStatus);
    case 'service':
    case 'assignee':
      return (groupBy === 'service' ? counts.byService : counts.byAssignee)?.map(({ value }) => value) ?? [];
    case 'server':
    case 'none':
      return [];
  }
}

/** Counts a group over the servers whose incidents may be in it. */
export function groupTotal(group: GroupNode, lists: readonly CountedList[]): GroupTotal {
  const { groupBy, value, rows, servers } = group;
  const concerned = groupBy === 'server' ? lists.filter(({ serverId }) => serverId === value) : lists;
  const totals = concerned.map(({ serverId, counts, hasMore }) => {
    const loaded = servers.get(serverId) ?? 0;
    return hasMore ? atLeast(countedIn(counts, groupBy, value), loaded) : loaded;
  });
  const known = totals.filter((total) => total !== undefined);
  const sum = known.reduce((one, other) => one + other, 0);
  return { loaded: rows.size, ...(known.length === totals.length ? { total: Math.max(sum, rows.size) } : {}) };
}

function counted(of: Readonly<Record<string, number>>, value: string): number | undefined {
  return Object.hasOwn(of, value) ? of[value] : undefined;
}

function atLeast(counted: number | undefined, loaded: number): number | undefined {
  return counted === undefined ? undefined : Math.max(counted, loaded);
}

import type { IncidentCounts } from '../../../shared/incident.ts';
import type { ShownIncident } from '../incidentSource.ts';

type ValueCounts = NonNullable<IncidentCounts['byService']>;

/** The counts of a server after one incident came (no `before`), went (no `after`) or changed. */
export function adjustedCounts(
  counts: IncidentCounts,
  before: ShownIncident | undefined,
  after: ShownIncident | undefined,
): IncidentCounts {
  const without = before ? added(counts, before, -1) : counts;
  return after ? added(without, after, 1) : without;
}

function added(counts: IncidentCounts, incident: ShownIncident, by: 1 | -1): IncidentCounts {
  const { severity, status, service, assignee } = incident;
  const { byService, byAssignee, unresolved } = counts;
  return {
    ...counts,
    total: counts.total + by,
    bySeverity: addedTo(counts.bySeverity, severity, by),
    byStatus: addedTo(counts.byStatus, status, by),
    ...(unresolved && status !== 'resolved' ? { unresolved: addedTo(unresolved, severity, by) } : {}),
    ...(byService ? { byService: addedToValue(byService, service, by) } : {}),
    ...(byAssignee ? { byAssignee: addedToValue(byAssignee, assignee, by) } : {}),
  };
}

/** A word that the server does not count stays uncounted. */
function addedTo<Counted extends Readonly<Record<string, number>>>(
  counted: Counted,
  word: string,
  by: number,
): Counted {
  const count = Object.hasOwn(counted, word) ? counted[word] : undefined;
  return count === undefined ? counted : { ...counted, [word]: Math.max(count + by, 0) };
}

function addedToValue(counted: ValueCounts, value: string, by: number): ValueCounts {
  if (!counted.some((one) => one.value === value)) return [...counted, { value, count: Math.max(by, 0) }];
  return counted.map((one) => (one.value === value ? { value, count: Math.max(one.count + by, 0) } : one));
}

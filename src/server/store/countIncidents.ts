import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { type IncidentCounts, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import type { Condition } from './conditions.ts';
import type { Counted } from './incidentStore.ts';

/** Values that are counted at most: the most frequent ones. */
const MOST_VALUES = 200;

const countSchema = z.object({ severity: z.number(), status: z.number(), count: z.number() });

/** How many incidents match, by severity and status. */
export function countIncidents(database: DatabaseSync, where: Condition): IncidentCounts {
  const counts = {
    total: 0,
    bySeverity: { low: 0, medium: 0, high: 0, critical: 0 },
    byStatus: { open: 0, investigating: 0, resolved: 0 },
    unresolved: { low: 0, medium: 0, high: 0, critical: 0 },
  };
  const sql = `SELECT severity, status, count(*) AS count FROM incidents ${where.sql} GROUP BY severity, status`;
  for (const row of database.prepare(sql).all(...where.values)) {
    const { severity, status, count } = countSchema.parse(row);
    counts.total += count;
    counts.bySeverity[SEVERITIES[severity] ?? 'low'] += count;
    counts.byStatus[STATUSES[status] ?? 'open'] += count;
    if (STATUSES[status] !== 'resolved') counts.unresolved[SEVERITIES[severity] ?? 'low'] += count;
  }
  return counts;
}

const valueSchema = z.object({ value: z.string(), count: z.number() });

/** How many incidents that match have each value of a field, the most frequent first. */
export function countValues(
  database: DatabaseSync,
  field: Counted,
  where: Condition,
): NonNullable<IncidentCounts['byService']> {
  const sql = `SELECT ${field} AS value, count(*) AS count FROM incidents ${where.sql}
    GROUP BY ${field} ORDER BY count DESC, value LIMIT ${MOST_VALUES}`;
  return database
    .prepare(sql)
    .all(...where.values)
    .map((row) => valueSchema.parse(row));
}

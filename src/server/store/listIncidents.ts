import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import { type IncidentCounts, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import { decodeCursor, encodeCursor, type SortKey } from './cursor.ts';
import { type IncidentRow, parseRow, toIncident } from './incidentRows.ts';
import {
  type IncidentFilter,
  type ListedIncidents,
  type ListQuery,
  RefusedRequest,
  type Sort,
} from './incidentStore.ts';

/** A part of a WHERE clause with the values of its placeholders. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

interface Order {
  readonly columns: readonly string[];
  readonly descending: boolean;
  key(row: IncidentRow): SortKey;
}

const ORDERS: Readonly<Record<Sort, Order>> = {
  newest: { columns: ['created_at', 'seq'], descending: true, key: (row) => [row.created_at, row.seq] },
  oldest: { columns: ['created_at', 'seq'], descending: false, key: (row) => [row.created_at, row.seq] },
  updated: { columns: ['updated_at', 'seq'], descending: true, key: (row) => [row.updated_at, row.seq] },
  severity: {
    columns: ['severity', 'created_at', 'seq'],
    descending: true,
    key: (row) => [SEVERITIES.indexOf(row.severity), row.created_at, row.seq],
  },
};

function conditionsOf(filter: IncidentFilter): Condition[] {
  const conditions: Condition[] = [];
  const { severity, status, service, assignee } = filter;
  if (severity) conditions.push({ sql: 'severity = ?', values: [SEVERITIES.indexOf(severity)] });
  if (status) conditions.push({ sql: 'status = ?', values: [STATUSES.indexOf(status)] });
  if (service) conditions.push({ sql: 'service = ? COLLATE NOCASE', values: [service] });
  if (assignee) conditions.push({ sql: 'assignee = ? COLLATE NOCASE', values: [assignee] });
  if (filter.unresolved) conditions.push({ sql: 'status <> ?', values: [STATUSES.indexOf('resolved')] });
  for (const word of (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
    conditions.push({ sql: 'instr(search, ?) > 0', values: [word] });
  }
  return conditions;
}

function whereClause(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: '', values: [] };
  return {
    sql: `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

function beyond(order: Order, key: SortKey): Condition {
  if (key.length !== order.columns.length) throw new RefusedRequest('The cursor is not valid. Ask again without one.');
  const placeholders = order.columns.map(() => '?').join(', ');
  return { sql: `(${order.columns.join(', ')}) ${order.descending ? '<' : '>'} (${placeholders})`, values: key };
}

const countSchema = z.object({ severity: z.number(), status: z.number(), count: z.number() });

function countIncidents(database: DatabaseSync, where: Condition): IncidentCounts {
  const counts = {
    total: 0,
    bySeverity: { low: 0, medium: 0, high: 0, critical: 0 },
    byStatus: { open: 0, investigating: 0, resolved: 0 },
  };
  const sql = `SELECT severity, status, count(*) AS count FROM incidents ${where.sql} GROUP BY severity, status`;
  for (const row of database.prepare(sql).all(...where.values)) {
    const { severity, status, count } = countSchema.parse(row);
    counts.total += count;
    counts.bySeverity[SEVERITIES[severity] ?? 'low'] += count;
    counts.byStatus[STATUSES[status] ?? 'open'] += count;
  }
  return counts;
}

/** One page of the incidents that match `query`, and the counts of all that match it. */
export function listIncidents(database: DatabaseSync, query: ListQuery): ListedIncidents {
  const order = ORDERS[query.sort];
  const matching = conditionsOf(query);
  const from = query.cursor ? [beyond(order, decodeCursor(query.sort, query, query.cursor))] : [];
  const where = whereClause([...matching, ...from]);
  const direction = order.descending ? 'DESC' : 'ASC';
  const orderBy = order.columns.map((column) => `${column} ${direction}`).join(', ');
  const rows = database
    .prepare(`SELECT * FROM incidents ${where.sql} ORDER BY ${orderBy} LIMIT ?`)
    .all(...where.values, query.limit + 1)
    .map(parseRow);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    incidents: page.map((row) => toIncident(row, [])),
    counts: countIncidents(database, whereClause(matching)),
    ...(rows.length > page.length && last && { nextCursor: encodeCursor(query.sort, query, order.key(last)) }),
  };
}

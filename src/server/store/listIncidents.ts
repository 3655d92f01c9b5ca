import type { DatabaseSync } from 'node:sqlite';
import { type IncidentCounts, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import { countIncidents, countValues } from './countIncidents.ts';
import { decodeCursor, encodeCursor, type SortKey } from './cursor.ts';
import { type Condition, conditionsOf, whereClause } from './conditions.ts';
import { type IncidentRow, parseRow, toIncident } from './incidentRows.ts';
import { type Counted, type ListedIncidents, type ListQuery, RefusedRequest, type Sort } from './incidentStore.ts';

interface Order {
  readonly columns: readonly string[];
  readonly descending: boolean;
  key(row: IncidentRow): SortKey;
}

/** Titles as far as they count: a cursor holds the one of its page's last row. */
const TITLE = 'substr(title, 1, 100) COLLATE NOCASE';

function titleKey(title: string): string {
  return [...title].slice(0, 100).join('');
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
  title: { columns: [TITLE, 'seq'], descending: false, key: (row) => [titleKey(row.title), row.seq] },
  urgency: {
    columns: ['(status <> 2)', 'severity', 'created_at', 'seq'],
    descending: true,
    key: (row) => [Number(row.status !== STATUSES[2]), SEVERITIES.indexOf(row.severity), row.created_at, row.seq],
  },
};

function beyond(order: Order, key: SortKey): Condition {
  if (key.length !== order.columns.length) throw new RefusedRequest('The cursor is not valid. Ask again without one.');
  const placeholders = order.columns.map(() => '?').join(', ');
  return { sql: `(${order.columns.join(', ')}) ${order.descending ? '<' : '>'} (${placeholders})`, values: key };
}

function countedBy(database: DatabaseSync, query: ListQuery): Pick<IncidentCounts, 'byService' | 'byAssignee'> {
  const count = (field: Counted) => countValues(database, field, whereClause(conditionsOf(query)));
  const { countBy = [] } = query;
  return {
    ...(countBy.includes('service') ? { byService: count('service') } : {}),
    ...(countBy.includes('assignee') ? { byAssignee: count('assignee') } : {}),
  };
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
    counts: { ...countIncidents(database, whereClause(matching)), ...countedBy(database, query) },
    ...(rows.length > page.length && last && { nextCursor: encodeCursor(query.sort, query, order.key(last)) }),
  };
}

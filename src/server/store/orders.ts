import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely';
import * as z from 'zod';
import { SEVERITIES } from '../../shared/incident.ts';
import type { SortKey } from './cursor.ts';
import type { IncidentRow } from './incidentRows.ts';
import { RefusedRequest, type Sort } from './incidentStore.ts';
import { asciiLower } from './words.ts';

/** An order of incidents, by which pages begin where the last one ended. Both databases have an index for each. */
export interface Order {
  readonly columns: readonly RawBuilder<unknown>[];
  readonly descending: boolean;
  readonly keySchema: z.ZodType<SortKey>;
  key(row: IncidentRow): SortKey;
}

const CREATED = [sql.ref('created_at'), sql.ref('seq')];
const instantKey = z.tuple([z.string(), z.int32()]);
const isUnresolved = sql`(case when status <> 2 then 1 else 0 end)`;

/** Titles as far as they count: a cursor holds the one of its page's last row. */
const TITLE = sql`lower(substr(title, 1, 100))`;

function titleKey(title: string): string {
  return asciiLower([...title].slice(0, 100).join(''));
}

/** The order of each sort. */
export const ORDERS: Readonly<Record<Sort, Order>> = {
  newest: { columns: CREATED, descending: true, keySchema: instantKey, key: (row) => [row.created_at, row.seq] },
  oldest: { columns: CREATED, descending: false, keySchema: instantKey, key: (row) => [row.created_at, row.seq] },
  updated: {
    columns: [sql.ref('updated_at'), sql.ref('seq')],
    descending: true,
    keySchema: instantKey,
    key: (row) => [row.updated_at, row.seq],
  },
  severity: {
    columns: [sql.ref('severity'), ...CREATED],
    descending: true,
    keySchema: z.tuple([z.int32(), z.string(), z.int32()]),
    key: (row) => [SEVERITIES.indexOf(row.severity), row.created_at, row.seq],
  },
  title: {
    columns: [TITLE, sql.ref('seq')],
    descending: false,
    keySchema: instantKey,
    key: (row) => [titleKey(row.title), row.seq],
  },
  urgency: {
    columns: [isUnresolved, sql.ref('severity'), ...CREATED],
    descending: true,
    keySchema: z.tuple([z.int32(), z.int32(), z.string(), z.int32()]),
    key: (row) => [Number(row.status !== 'resolved'), SEVERITIES.indexOf(row.severity), row.created_at, row.seq],
  },
};

/** The terms of an ORDER BY. */
export function orderBy({ columns, descending }: Order): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql`${column} ${descending ? sql`desc` : sql`asc`}`));
}

/** What is true for rows after the one with this key. @throws RefusedRequest for a key of another order */
export function isAfter({ columns, descending, keySchema }: Order, key: SortKey): Expression<SqlBool> {
  const parsed = keySchema.safeParse(key);
  if (!parsed.success) throw new RefusedRequest('The cursor is not valid. Ask again without one.');
  const sign = descending ? sql`<` : sql`>`;
  return sql<SqlBool>`(${sql.join([...columns])}) ${sign} (${sql.join([...parsed.data])})`;
}

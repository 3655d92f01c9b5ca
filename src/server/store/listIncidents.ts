import { type Expression, sql, type SqlBool } from 'kysely';
import { allOf, conditionsOf } from './conditions.ts';
import { countIncidents } from './countIncidents.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { StoreDatabase } from './database.ts';
import { COLUMNS, type IncidentRow, parseRow, toIncident } from './incidentRows.ts';
import type { ListedIncidents, ListQuery } from './incidentStore.ts';
import type { KeptCounts } from './keptCounts.ts';
import { isAfter, type Order, orderBy, ORDERS } from './orders.ts';
import { wordsOf } from './words.ts';

/** From so many that match on, the first of them are looked for among the rows in their order, so many rows at most. */
const MANY_MATCH = 2000;
const LOOKED_THROUGH = 20_000;

interface Page {
  readonly order: Order;
  readonly conditions: readonly Expression<SqlBool>[];
  readonly words: readonly string[];
  readonly limit: number;
}

async function lookThrough({ db, search }: StoreDatabase, page: Page): Promise<readonly IncidentRow[]> {
  if (!search.oftenHolds) return [];
  const { rows } = await sql`select ${sql.join([...COLUMNS].map((column) => sql.ref(column)))} from (
      select * from incidents where ${allOf(page.conditions)} order by ${orderBy(page.order)}
      limit ${sql.lit(LOOKED_THROUGH)}
    ) as first where ${search.oftenHolds(page.words)} limit ${page.limit}`.execute(db);
  return rows.map(parseRow);
}

async function rowsOf(database: StoreDatabase, page: Page, matching: number): Promise<readonly IncidentRow[]> {
  const { conditions, order, words, limit } = page;
  if (words.length > 0 && matching > MANY_MATCH) {
    const rows = await lookThrough(database, page);
    if (rows.length === limit) return rows;
  }
  const holding = words.length > 0 ? [database.search.holds(words)] : [];
  const rows = await database.db
    .selectFrom('incidents')
    .select(COLUMNS)
    .where(allOf([...conditions, ...holding]))
    .orderBy(orderBy(order))
    .limit(limit)
    .execute();
  return rows.map(parseRow);
}

/** One page of the incidents that match `query`, and the counts of all that match it. */
export async function listIncidents(
  database: StoreDatabase,
  kept: KeptCounts,
  query: ListQuery,
): Promise<ListedIncidents> {
  const order = ORDERS[query.sort];
  const from = query.cursor ? [isAfter(order, decodeCursor(query.sort, query, query.cursor))] : [];
  const counts = await countIncidents(database, kept, query);
  const conditions = [...conditionsOf(query), ...from];
  const page = { order, conditions, words: wordsOf(query.text), limit: query.limit + 1 };
  const rows = await rowsOf(database, page, counts.total);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    incidents: shown.map((row) => toIncident(row, [])),
    counts,
    ...(rows.length > shown.length && last && { nextCursor: encodeCursor(query.sort, query, order.key(last)) }),
  };
}

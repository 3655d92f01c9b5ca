import { type Expression, sql, type SqlBool } from 'kysely';
import * as z from 'zod';
import { allOf, conditionsOf } from './conditions.ts';
import { countIncidents } from './countIncidents.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { StoreDatabase } from './database.ts';
import { COLUMNS, type IncidentRow, parseRow, toIncident } from './incidentRows.ts';
import type { ListedIncidents, ListQuery } from './incidentStore.ts';
import type { KeptCounts } from './keptCounts.ts';
import { isAfter, type Order, orderBy, ORDERS } from './orders.ts';
import { wordsOf } from './words.ts';

/** Where so many match, the first of them may be found sooner among the rows in their order than by sorting them. */
const MANY_MATCH = 2000;
/** To look whether a row matches takes so many times as long as to read one that does. */
const COST_OF_A_LOOK = 5;
/** Rows that are looked through, as a multiple of those that should do. */
const PATIENCE = 4;
const newestSchema = z.tuple([z.object({ newest: z.number() })]);

interface Page {
  readonly order: Order;
  readonly conditions: readonly Expression<SqlBool>[];
  readonly words: readonly string[];
  readonly limit: number;
}

/** The page as found by looking through the rows in their order; fewer where that would take longer or is in vain. */
async function lookThrough(
  { db, search }: StoreDatabase,
  page: Page,
  matching: number,
): Promise<readonly IncidentRow[]> {
  if (!search.oftenHolds || matching < MANY_MATCH) return [];
  const [{ newest }] = newestSchema.parse(
    await db
      .selectFrom('incidents')
      .select(sql`max(seq)`.as('newest'))
      .execute(),
  );
  const shouldDo = Math.ceil((page.limit * newest) / matching);
  if (shouldDo * COST_OF_A_LOOK > matching) return [];
  const { rows } = await sql`select ${sql.join([...COLUMNS].map((column) => sql.ref(column)))} from (
      select * from incidents where ${allOf(page.conditions)} order by ${orderBy(page.order)}
      limit ${shouldDo * PATIENCE}
    ) as first where ${search.oftenHolds(page.words)} limit ${page.limit}`.execute(db);
  return rows.map(parseRow);
}

async function rowsOf(database: StoreDatabase, page: Page, matching: number): Promise<readonly IncidentRow[]> {
  const { conditions, order, words, limit } = page;
  const found = words.length > 0 ? await lookThrough(database, page, matching) : [];
  if (found.length === limit) return found;
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

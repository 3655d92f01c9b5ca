import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely';
import * as z from 'zod';
import { allOf } from './conditions.ts';
import type { Kind, StoreDatabase } from './database.ts';
import { COLUMNS, type IncidentRow, parseRow } from './incidentRows.ts';
import { isFound } from './isFound.ts';
import { type Order, orderBy } from './orders.ts';
import type { SearchCache } from './searchCache.ts';
import type { Searched } from './searched.ts';
import { wordsOf } from './words.ts';

/** Rows that are passed or looked at, as a multiple of those that should do. */
const PATIENCE = 4;
const newestSchema = z.tuple([z.object({ newest: z.number().nullable() })]);
const columns = sql.join([...COLUMNS].map((column) => sql.ref(column)));

/** The rows that are asked for. */
export interface Page {
  readonly order: Order;
  /** What rows must be, apart from the words. */
  readonly conditions: readonly Expression<SqlBool>[];
  /** Behind which row the page begins. */
  readonly from: readonly Expression<SqlBool>[];
  readonly searched: Searched;
  /** Of all that match. */
  readonly kinds: readonly Kind[];
  readonly limit: number;
}

async function read(database: StoreDatabase, query: RawBuilder<unknown>): Promise<readonly IncidentRow[]> {
  return (await query.execute(database.db)).rows.map(parseRow);
}

/** The number of the newest row, which is about how many there are. */
async function newestOf({ db }: StoreDatabase): Promise<number> {
  const [{ newest }] = newestSchema.parse(
    await db
      .selectFrom('incidents')
      .select(sql`max(seq)`.as('newest'))
      .execute(),
  );
  return newest ?? 0;
}

/** Sorts all that are found. */
function sorted({ search }: StoreDatabase, page: Page, found: Expression<SqlBool>): RawBuilder<unknown> {
  return sql`select ${columns} from incidents where seq in (
      select seq from (
        select * from incidents where ${allOf([found, ...page.from])} ${search.beforeSorting}
      ) as found order by ${orderBy(page.order)} limit ${page.limit}
    ) order by ${orderBy(page.order)}`;
}

/** The first that are found among so many in the order of the page. */
function passed(page: Page, found: Expression<SqlBool>, rows: number): RawBuilder<unknown> {
  return sql`select ${columns} from incidents where seq in (
      select seq from (
        select seq from incidents where ${allOf(page.from)} order by ${orderBy(page.order)} limit ${rows}
      ) as first where ${found} limit ${page.limit}
    ) order by ${orderBy(page.order)}`;
}

/** The first that hold the words among so many in the order of the page. */
function looked({ search }: StoreDatabase, page: Page, rows: number): RawBuilder<unknown> {
  const isFound = allOf([...page.conditions, search.looksFor(wordsOf(page.searched.text))]);
  return sql`select ${columns} from (
      select * from incidents where ${allOf(page.from)} order by ${orderBy(page.order)} limit ${rows}
    ) as first where ${isFound} limit ${page.limit}`;
}

/** Rows of a search by the way that takes the least time, which no database finds out itself. */
async function searchRows(database: StoreDatabase, cache: SearchCache, page: Page): Promise<readonly IncidentRow[]> {
  const { find, sort, pass, look } = database.search.costs;
  const matching = page.kinds.reduce((sum, { count }) => sum + count, 0);
  const shouldDo = Math.ceil((page.limit * (await newestOf(database))) / matching);
  const costs = {
    sorted: matching * (find + sort),
    passed: matching * find + shouldDo * pass,
    looked: shouldDo * look,
  };
  const least = Math.min(...Object.values(costs));
  const rows = shouldDo * PATIENCE;
  const found = (): Promise<Expression<SqlBool>> => isFound(database, cache, page.searched, page.kinds);
  if (least !== costs.sorted) {
    const query = least === costs.looked ? looked(database, page, rows) : passed(page, await found(), rows);
    const first = await read(database, query);
    if (first.length === page.limit) return first;
  }
  return read(database, sorted(database, page, await found()));
}

/** The rows of a page, in its order. */
export async function findRows(
  database: StoreDatabase,
  cache: SearchCache,
  page: Page,
): Promise<readonly IncidentRow[]> {
  if (page.kinds.length === 0) return [];
  if (wordsOf(page.searched.text).length > 0) return searchRows(database, cache, page);
  return read(
    database,
    sql`select ${columns} from incidents where ${allOf([...page.conditions, ...page.from])}
      order by ${orderBy(page.order)} limit ${page.limit}`,
  );
}

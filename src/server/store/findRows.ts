import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely';
import * as z from 'zod';
import { allOf } from './conditions.ts';
import type { Kind, StoreDatabase } from './database.ts';
import { COLUMNS, type IncidentRow, parseRow } from './incidentRows.ts';
import { type Order, orderBy } from './orders.ts';
import type { Searched } from './searched.ts';
import { wordsOf } from './words.ts';

/**
 * What ways to a page take in comparison: for each row that matches, to find it by its words and to read and sort it; for
 * each row in the order of the page, to see in the index of that order whether it was found, and to look for the words in it.
 */
const COST = { find: 1, sort: 4, pass: 0.6, look: 10 };
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

/** Finds all that match, and sorts them. The index of words knows names and kinds too: one of names would be read first. */
function sorted({ search }: StoreDatabase, page: Page): RawBuilder<unknown> {
  const isFound = search.holds(page.searched, page.kinds);
  return sql`select ${columns} from incidents where seq in (
      select seq from incidents where ${allOf([isFound, ...page.from])}
      order by ${orderBy(page.order)} limit ${page.limit}
    ) order by ${orderBy(page.order)}`;
}

/** The first that were found among so many in the order of the page. */
function passed({ search }: StoreDatabase, page: Page, rows: number): RawBuilder<unknown> {
  const isFound = search.holds(page.searched, page.kinds);
  return sql`select ${columns} from incidents where seq in (
      select seq from (
        select seq from incidents where ${allOf(page.from)} order by ${orderBy(page.order)} limit ${rows}
      ) as first where ${isFound} limit ${page.limit}
    ) order by ${orderBy(page.order)}`;
}

/** Rows of a search where the database does not find out itself what takes the least time. */
async function searchRows(
  database: StoreDatabase,
  page: Page,
  oftenHolds: (words: readonly string[]) => Expression<SqlBool>,
): Promise<readonly IncidentRow[]> {
  const matching = page.kinds.reduce((sum, { count }) => sum + count, 0);
  const shouldDo = Math.ceil((page.limit * (await newestOf(database))) / matching);
  const rows = shouldDo * PATIENCE;
  const costs = {
    sorted: matching * (COST.find + COST.sort),
    passed: matching * COST.find + shouldDo * COST.pass,
    looked: shouldDo * COST.look,
  };
  const least = Math.min(...Object.values(costs));
  if (least === costs.sorted) return read(database, sorted(database, page));
  const looked = sql`select ${columns} from (
      select * from incidents where ${allOf(page.from)} order by ${orderBy(page.order)} limit ${rows}
    ) as first where ${allOf([...page.conditions, oftenHolds(wordsOf(page.searched.text))])} limit ${page.limit}`;
  const found = await read(database, least === costs.looked ? looked : passed(database, page, rows));
  return found.length === page.limit ? found : read(database, sorted(database, page));
}

/** The rows of a page, in its order. */
export async function findRows(database: StoreDatabase, page: Page): Promise<readonly IncidentRow[]> {
  const { search } = database;
  if (page.kinds.length === 0) return [];
  const searches = wordsOf(page.searched.text).length > 0;
  if (searches && search.oftenHolds) return searchRows(database, page, search.oftenHolds);
  const found = searches ? [search.holds(page.searched, page.kinds)] : [];
  return read(
    database,
    sql`select ${columns} from incidents where ${allOf([...found, ...page.conditions, ...page.from])}
      order by ${orderBy(page.order)} limit ${page.limit}`,
  );
}

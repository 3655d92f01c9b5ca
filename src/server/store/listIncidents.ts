import { conditionsOf } from './conditions.ts';
import { countIncidents } from './countIncidents.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { StoreDatabase } from './database.ts';
import { findRows } from './findRows.ts';
import { toIncident } from './incidentRows.ts';
import type { ListedIncidents, ListQuery } from './incidentStore.ts';
import { isAfter, ORDERS } from './orders.ts';
import type { SearchCache } from './searchCache.ts';
import { searchedOf } from './searched.ts';

/** One page of the incidents that match `query`, and the counts of all that match it. */
export async function listIncidents(
  database: StoreDatabase,
  cache: SearchCache,
  query: ListQuery,
): Promise<ListedIncidents> {
  const order = ORDERS[query.sort];
  const from = query.cursor ? [isAfter(order, decodeCursor(query.sort, query, query.cursor))] : [];
  const { counts, kinds } = await countIncidents(database, cache, query);
  const conditions = conditionsOf(query);
  const limit = query.limit + 1;
  const searched = searchedOf(query);
  const rows = await findRows(database, cache, { order, conditions, from, searched, kinds, limit });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    incidents: shown.map((row) => toIncident(row, [])),
    counts,
    ...(rows.length > shown.length && last && { nextCursor: encodeCursor(query.sort, query, order.key(last)) }),
  };
}

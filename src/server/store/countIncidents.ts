import { sql } from 'kysely';
import * as z from 'zod';
import { type IncidentCounts, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import { allOf, conditionsOf } from './conditions.ts';
import type { Kind, StoreDatabase } from './database.ts';
import type { Counted, IncidentFilter, ListQuery } from './incidentStore.ts';
import { isFound } from './isFound.ts';
import type { SearchCache } from './searchCache.ts';
import { searchedOf } from './searched.ts';
import { wordsOf } from './words.ts';

/** Values that are counted at most: the most frequent ones. */
const MOST_VALUES = 200;
/** Several rows of `incident_counts` add up. */
const KEPT_COUNT = sql`cast(sum(count) as integer)`;

const kindSchema = z.object({ severity: z.number(), status: z.number(), count: z.number() });
const valueSchema = z.object({ value: z.string(), count: z.number() });

async function readKinds(database: StoreDatabase, filter: IncidentFilter): Promise<readonly Kind[]> {
  const searches = wordsOf(filter.text).length > 0;
  const query = searches
    ? await database.search.kinds(database.db, searchedOf(filter))
    : sql`select severity, status, ${KEPT_COUNT} as count from incident_counts
        where ${allOf(conditionsOf(filter))} group by severity, status`;
  const { rows } = await query.execute(database.db);
  return rows.map((row) => kindSchema.parse(row));
}

/** Whether a filter leaves incidents of a kind. */
function leaves(filter: IncidentFilter, { severity, status }: Kind): boolean {
  const { severities = [], statuses = [] } = filter;
  const isOf = <Word>(words: readonly Word[], word: Word | undefined): boolean =>
    words.length === 0 || (word !== undefined && words.includes(word));
  return (
    isOf(filter.severity ? [filter.severity] : [], SEVERITIES[severity]) &&
    isOf(filter.status ? [filter.status] : [], STATUSES[status]) &&
    isOf(severities, SEVERITIES[severity]) &&
    isOf(statuses, STATUSES[status]) &&
    !(filter.unresolved === true && STATUSES[status] === 'resolved')
  );
}

async function kindsOf(database: StoreDatabase, cache: SearchCache, filter: IncidentFilter): Promise<readonly Kind[]> {
  if (wordsOf(filter.text).length === 0) return readKinds(database, filter);
  const elsewhere = await database.versionElsewhere();
  const kinds = await cache.kinds(searchedOf(filter), elsewhere, () => readKinds(database, filter));
  return kinds.filter((kind) => kind.count > 0 && leaves(filter, kind));
}

function sumUp(kinds: readonly Kind[]): IncidentCounts {
  const counts = {
    total: 0,
    bySeverity: { low: 0, medium: 0, high: 0, critical: 0 },
    byStatus: { open: 0, investigating: 0, resolved: 0 },
    unresolved: { low: 0, medium: 0, high: 0, critical: 0 },
  };
  for (const { severity, status, count } of kinds) {
    counts.total += count;
    counts.bySeverity[SEVERITIES[severity] ?? 'low'] += count;
    counts.byStatus[STATUSES[status] ?? 'open'] += count;
    if (STATUSES[status] !== 'resolved') counts.unresolved[SEVERITIES[severity] ?? 'low'] += count;
  }
  return counts;
}

/** Values with their counts: kept ones where no text is asked for, else those of the rows that the text finds. */
async function countValues(
  database: StoreDatabase,
  cache: SearchCache,
  field: Counted,
  filter: IncidentFilter,
  kinds: readonly Kind[],
): Promise<NonNullable<IncidentCounts['byService']>> {
  if (kinds.length === 0) return [];
  const searches = wordsOf(filter.text).length > 0;
  const count = searches ? sql`cast(count(*) as integer)` : KEPT_COUNT;
  const found = searches ? [await isFound(database, cache, searchedOf(filter), kinds)] : [];
  const { rows } = await sql`select ${sql.ref(field)} as value, ${count} as count
    from ${sql.table(searches ? 'incidents' : 'incident_counts')}
    where ${allOf([...found, ...conditionsOf(filter)])} group by ${sql.ref(field)} having ${count} > 0
    order by 2 desc, 1 limit ${sql.lit(MOST_VALUES)}`.execute(database.db);
  return rows.map((row) => valueSchema.parse(row));
}

/** How many incidents match a query, whatever page of them is asked for, and of which kinds they are. */
export async function countIncidents(
  database: StoreDatabase,
  cache: SearchCache,
  query: ListQuery,
): Promise<{ readonly counts: IncidentCounts; readonly kinds: readonly Kind[] }> {
  const { countBy = [] } = query;
  const kinds = await kindsOf(database, cache, query);
  const by = (field: Counted): ReturnType<typeof countValues> => countValues(database, cache, field, query, kinds);
  const counts = {
    ...sumUp(kinds),
    ...(countBy.includes('service') ? { byService: await by('service') } : {}),
    ...(countBy.includes('assignee') ? { byAssignee: await by('assignee') } : {}),
  };
  return { counts, kinds };
}

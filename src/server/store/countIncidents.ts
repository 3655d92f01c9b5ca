import { type RawBuilder, sql } from 'kysely';
import * as z from 'zod';
import { type IncidentCounts, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import { allOf, conditionsOf } from './conditions.ts';
import type { StoreDatabase } from './database.ts';
import type { Counted, IncidentFilter, ListQuery } from './incidentStore.ts';
import type { KeptCounts, Kind } from './keptCounts.ts';
import { wordsOf } from './words.ts';

/** Values that are counted at most: the most frequent ones. */
const MOST_VALUES = 200;

const kindSchema = z.object({ severity: z.number(), status: z.number(), count: z.number() });
const valueSchema = z.object({ value: z.string(), count: z.number() });

interface Source {
  readonly from: RawBuilder<unknown>;
  /** How many incidents the rows of a group stand for. */
  readonly count: RawBuilder<number>;
}

/** What is counted: kept counts where no text is asked for, else what the text finds. */
function sourceOf({ search }: StoreDatabase, filter: IncidentFilter, needsNames: boolean): Source {
  const words = wordsOf(filter.text);
  if (words.length === 0) return { from: sql.table('incident_counts'), count: sql`cast(sum(count) as integer)` };
  if (!needsNames) return { from: search.kinds(words), count: sql`cast(count(*) as integer)` };
  const from = sql`(select severity, status, service, assignee from incidents where ${search.holds(words)}) as found`;
  return { from, count: sql`cast(count(*) as integer)` };
}

function filtersNames({ service, assignee, services = [], assignees = [] }: IncidentFilter): boolean {
  return Boolean(service) || Boolean(assignee) || services.length + assignees.length > 0;
}

async function readKinds(database: StoreDatabase, filter: IncidentFilter): Promise<readonly Kind[]> {
  const { from, count } = sourceOf(database, filter, filtersNames(filter));
  const { rows } = await sql`select severity, status, ${count} as count from ${from}
    where ${allOf(conditionsOf(filter))} group by severity, status`.execute(database.db);
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

async function kindsOf(database: StoreDatabase, kept: KeptCounts, filter: IncidentFilter): Promise<readonly Kind[]> {
  const words = wordsOf(filter.text);
  if (words.length === 0 || filtersNames(filter)) return readKinds(database, filter);
  const elsewhere = await database.versionElsewhere();
  const kinds = await kept.of(words, elsewhere, () => readKinds(database, { text: filter.text }));
  return kinds.filter((kind) => leaves(filter, kind));
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

async function countValues(
  database: StoreDatabase,
  field: Counted,
  filter: IncidentFilter,
): Promise<NonNullable<IncidentCounts['byService']>> {
  const { from, count } = sourceOf(database, filter, true);
  const { rows } = await sql`select ${sql.ref(field)} as value, ${count} as count from ${from}
    where ${allOf(conditionsOf(filter))} group by ${sql.ref(field)} having ${count} > 0
    order by 2 desc, 1 limit ${sql.lit(MOST_VALUES)}`.execute(database.db);
  return rows.map((row) => valueSchema.parse(row));
}

/** How many incidents match a query, whatever page of them is asked for. */
export async function countIncidents(
  database: StoreDatabase,
  kept: KeptCounts,
  query: ListQuery,
): Promise<IncidentCounts> {
  const { countBy = [] } = query;
  return {
    ...sumUp(await kindsOf(database, kept, query)),
    ...(countBy.includes('service') ? { byService: await countValues(database, 'service', query) } : {}),
    ...(countBy.includes('assignee') ? { byAssignee: await countValues(database, 'assignee', query) } : {}),
  };
}

import { type Expression, sql, type SqlBool } from 'kysely';
import * as z from 'zod';
import type { Kind, StoreDatabase } from './database.ts';
import type { SearchCache } from './searchCache.ts';
import type { Searched } from './searched.ts';

const foundSchema = z.object({ seq: z.number(), severity: z.number(), status: z.number() });

/** Whether a row is among what a search finds of these kinds: by the cached numbers, or else by the index of words. */
export async function isFound(
  { db, search }: StoreDatabase,
  cache: SearchCache,
  searched: Searched,
  kinds: readonly Kind[],
): Promise<Expression<SqlBool>> {
  const found = await cache.found(searched, async (all) => {
    const { rows } = await sql`select seq, severity, status from incidents
      where ${await search.holds(db, searched, all)}`.execute(db);
    return rows.map((row) => foundSchema.parse(row));
  });
  if (found === undefined) return search.holds(db, searched, kinds);
  const isOf = ({ severity, status }: Omit<Kind, 'count'>): boolean =>
    kinds.some((kind) => kind.severity === severity && kind.status === status);
  return search.isOneOf(found.filter(isOf).map(({ seq }) => seq));
}

import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely';
import * as z from 'zod';
import { allOf, conditionsOf } from '../conditions.ts';
import type { Database, Kind, TextSearch } from '../database.ts';
import type { Searched } from '../searched.ts';
import { wordsOf } from '../words.ts';

/** So many incidents are looked at, the newest, to learn which of several things more than a share of all have. */
const LOOKED_AT = 100;
const FREQUENT = 0.1;
const heldSchema = z.tuple([z.object({ held: z.array(z.number()), of: z.number() })]);

function holdsWords(words: readonly string[]): RawBuilder<SqlBool> {
  const quoted = words.map((word) => `'${word.replaceAll(/['\\]/g, '$&$&')}':*`);
  return sql<SqlBool>`words @@ ${quoted.join(' & ')}::tsquery`;
}

/** The same without an index: none knows of what is true. */
function lookedAt(condition: Expression<SqlBool>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${condition}) is true`;
}

/**
 * What a row must be to be found: what is rare by index, and the rest by a look at the rows that this leaves. For a
 * beginning of words an index reads all words that begin so, such as the ids of all incidents.
 */
async function isFound(db: Database, searched: Searched): Promise<readonly Expression<SqlBool>[]> {
  const conditions = [...wordsOf(searched.text).map((word) => holdsWords([word])), ...conditionsOf(searched)];
  if (conditions.length < 2) return conditions;
  const held = conditions.map((condition) => sql`cast(count(*) filter (where ${condition}) as integer)`);
  const { rows } = await sql`select array[${sql.join(held)}] as held, cast(count(*) as integer) as of
    from (select * from incidents order by seq desc limit ${sql.lit(LOOKED_AT)}) as newest`.execute(db);
  const [sample] = heldSchema.parse(rows);
  const most = Math.max(Math.min(...sample.held), FREQUENT * sample.of);
  return conditions.map((condition, at) => ((sample.held[at] ?? 0) > most ? lookedAt(condition) : condition));
}

function isOf(kinds: readonly Kind[]): RawBuilder<SqlBool> {
  const pairs = kinds.map(({ severity, status }) => sql`(${sql.lit(severity)}, ${sql.lit(status)})`);
  return lookedAt(sql<SqlBool>`(severity, status) in (${sql.join(pairs)})`);
}

/** Text search by an index of words, each searched for by its beginning. Needs no extension. */
export const postgresSearch: TextSearch = {
  costs: { find: 2, sort: 6, pass: Infinity, look: 3 },
  // Else it reads the order of a page from one end to the other, since it takes beginnings of words for frequent.
  beforeSorting: sql`offset 0`,
  holds: async (db, searched, kinds) => allOf([...(await isFound(db, searched)), isOf(kinds)]),
  isOneOf: (numbers) => sql<SqlBool>`seq = any(${numbers})`,
  kinds: async (db, searched) => sql`select severity, status, cast(count(*) as integer) as count from incidents
    where ${allOf(await isFound(db, searched))} group by severity, status`,
  looksFor: (words) => lookedAt(holdsWords(words)),
};

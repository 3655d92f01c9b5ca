import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { TextSearch } from '../database.ts';

function holds(words: readonly string[]): RawBuilder<SqlBool> {
  const quoted = words.map((word) => `'${word.replaceAll(/['\\]/g, '$&$&')}':*`);
  return sql<SqlBool>`words @@ ${quoted.join(' & ')}::tsquery`;
}

/** Text search by an index of words, each searched for by its beginning. Needs no extension. */
export const postgresSearch: TextSearch = {
  holds,
  kinds: (words) => sql`(select severity, status from incidents where ${holds(words)}) as found`,
};

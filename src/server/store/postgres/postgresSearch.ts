import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { allOf, conditionsOf } from '../conditions.ts';
import type { TextSearch } from '../database.ts';
import { wordsOf } from '../words.ts';

function holdsWords(words: readonly string[]): RawBuilder<SqlBool> {
  const quoted = words.map((word) => `'${word.replaceAll(/['\\]/g, '$&$&')}':*`);
  return sql<SqlBool>`words @@ ${quoted.join(' & ')}::tsquery`;
}

/** Text search by an index of words, each searched for by its beginning. Needs no extension. */
export const postgresSearch: TextSearch = {
  holds: (searched) => holdsWords(wordsOf(searched.text)),
  kinds: (searched) => sql`select severity, status, cast(count(*) as integer) as count from incidents
    where ${allOf([holdsWords(wordsOf(searched.text)), ...conditionsOf(searched)])} group by severity, status`,
};

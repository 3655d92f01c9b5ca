import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { TextSearch } from '../database.ts';

/** What the index of words is asked for: words that each begin so. */
function match(words: readonly string[]): RawBuilder<SqlBool> {
  const quoted = words.map((word) => `"${word.replaceAll('"', '""')}"*`);
  return sql<SqlBool>`incident_words match ${quoted.join(' AND ')}`;
}

/** Text search by FTS5. A row number of its index is that of the incident with severity and status in the last bits. */
export const sqliteSearch: TextSearch = {
  holds: (words) => sql<SqlBool>`seq in (select rowid >> 4 from incident_words where ${match(words)})`,
  kinds: (words) => sql`(
    select (rowid >> 2) & 3 as severity, rowid & 3 as status from incident_words where ${match(words)}
  ) as found`,
  oftenHolds: (words) =>
    sql<SqlBool>`(${sql.join(
      words.map((word) => sql`instr(search, ${`\n${word}`}) > 0`),
      sql` and `,
    )})`,
};

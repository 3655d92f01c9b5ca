import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { TextSearch } from '../database.ts';
import type { Searched } from '../searched.ts';
import { namesOf } from '../searched.ts';
import { wordsOf } from '../words.ts';
import { nameWord, WORD_TABLES, type WordTable } from './wordTables.ts';

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

/** What an index of words is asked for: words that each begin so, and whole names. */
function matchOf(searched: Searched): string {
  const words = wordsOf(searched.text).map((word) => `${quoted(word)}*`);
  const names = namesOf(searched).map(({ field, anyOf }) => {
    return `(${anyOf.map((name) => quoted(nameWord(field, name))).join(' OR ')})`;
  });
  return [...words, ...names].join(' AND ');
}

function found({ table }: WordTable, what: RawBuilder<unknown>, match: string): RawBuilder<unknown> {
  return sql`select ${what} from ${sql.table(table)} where ${sql.ref(table)} match ${match}`;
}

const unionAll = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join([...parts], sql` union all `);

/** Text search by FTS5. A row of its indexes has the number of the incident. */
export const sqliteSearch: TextSearch = {
  costs: { find: 1, sort: 4, pass: 0.6, look: 10 },
  beforeSorting: sql``,
  async holds(_db, searched, kinds) {
    const tables = WORD_TABLES.filter((one) =>
      kinds.some(({ severity, status }) => one.severity === severity && one.status === status),
    );
    const match = matchOf(searched);
    return sql<SqlBool>`seq in (${unionAll(tables.map((table) => found(table, sql`rowid`, match)))})`;
  },
  isOneOf: (numbers) => sql<SqlBool>`seq in (select value from json_each(${JSON.stringify(numbers)}))`,
  async kinds(_db, searched) {
    const match = matchOf(searched);
    return unionAll(
      WORD_TABLES.map((table) => {
        return found(
          table,
          sql`${sql.lit(table.severity)} as severity, ${sql.lit(table.status)} as status, count(*) as count`,
          match,
        );
      }),
    );
  },
  looksFor: (words) =>
    sql<SqlBool>`(${sql.join(
      words.map((word) => sql`instr(search, ${`\n${word}`}) > 0`),
      sql` and `,
    )})`,
};

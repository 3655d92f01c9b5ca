import { statements } from '../migrate.ts';
import { NAME_LETTERS, NAME_SIGN, WORD_TABLES, type WordTable } from './wordTables.ts';

/** Everything but blanks belongs to a word: where words begin and end is for `searchText` to say. */
const WORD_SIGNS = `!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~`;

const nameWord = (field: 'service' | 'assignee', row: string): string =>
  `char(10, ${NAME_SIGN}) || '${NAME_LETTERS[field]}' || hex(lower(${row}.${field}))`;
const words = (row: string): string => `${row}.search || ${nameWord('service', row)} || ${nameWord('assignee', row)}`;
const isOf = ({ severity, status }: WordTable, row: string): string =>
  `${row}.severity = ${severity} and ${row}.status = ${status}`;

const create = ({ table }: WordTable): string =>
  `create virtual table ${table} using fts5 (
     search, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8',
     tokenize = "ascii tokenchars '${WORD_SIGNS}'"
   )`;
/** By number, since FTS5 takes rows in that order in by far the least time; an index would give them in another. */
const fill = (one: WordTable): string =>
  `insert into ${one.table} (rowid, search)
     select seq, ${words('incidents')} from incidents not indexed where ${isOf(one, 'incidents')} order by seq`;
const add = (one: WordTable): string =>
  `insert into ${one.table} (rowid, search) select new.seq, ${words('new')} where ${isOf(one, 'new')};`;
const drop = (one: WordTable): string =>
  `delete from ${one.table} where rowid = case when ${isOf(one, 'old')} then old.seq end;`;

const changed = ['search', 'severity', 'status', 'service', 'assignee'];
const added = WORD_TABLES.map(add).join('\n');
const dropped = WORD_TABLES.map(drop).join('\n');

/** An index of words for each severity and status in place of one for all, with whole names in it. */
export const wordsByKind = statements(
  'drop trigger incident_words_insert',
  'drop trigger incident_words_delete',
  'drop trigger incident_words_update',
  'drop table incident_words',
  ...WORD_TABLES.flatMap((one) => [create(one), fill(one)]),
  `create trigger incident_words_insert after insert on incidents begin ${added} end`,
  `create trigger incident_words_delete after delete on incidents begin ${dropped} end`,
  `create trigger incident_words_update after update of ${changed.join(', ')} on incidents
     when ${changed.map((column) => `old.${column} <> new.${column}`).join(' or ')}
     begin ${dropped} ${added} end`,
);

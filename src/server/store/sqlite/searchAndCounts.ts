import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../database.ts';
import { COLUMNS, parseRow } from '../incidentRows.ts';
import { statements } from '../migrate.ts';
import { searchText } from '../words.ts';

/** Rows whose words are found anew at a time. */
const BATCH = 1000;

/** Everything but blanks belongs to a word: where words begin and end is for `searchText` to say. */
const WORD_SIGNS = `!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~`;

/**
 * The number of a row in the index of words holds severity and status too, so that what a search finds can be counted
 * without a look at each incident.
 */
const wordRow = (row: 'new' | 'old'): string => `${row}.seq * 16 + ${row}.severity * 4 + ${row}.status`;

const addWords = `insert into incident_words (rowid, search) values (${wordRow('new')}, new.search)`;
const dropWords = `delete from incident_words where rowid = ${wordRow('old')}`;
const count = (row: 'new' | 'old', step: 1 | -1): string =>
  `insert into incident_counts (severity, status, service, assignee, count)
   values (${row}.severity, ${row}.status, ${row}.service, ${row}.assignee, ${step})
   on conflict do update set count = count + ${step}`;

const INDEXES = [
  'drop index incidents_title',
  'drop index incidents_urgency',
  'drop index incidents_counts',
  'drop index incidents_service',
  'drop index incidents_assignee',
  'create unique index incidents_id on incidents (lower(id))',
  'create index incidents_title on incidents (lower(substr(title, 1, 100)), seq)',
  `create index incidents_urgency on incidents
     ((case when status <> 2 then 1 else 0 end), severity, created_at, seq)`,
  'create index incidents_service on incidents (lower(service), created_at, seq)',
  'create index incidents_assignee on incidents (lower(assignee), created_at, seq)',
];

const WORDS = [
  `create virtual table incident_words using fts5 (
     search, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3',
     tokenize = "ascii tokenchars '${WORD_SIGNS}'"
   )`,
  `insert into incident_words (rowid, search) select seq * 16 + severity * 4 + status, search from incidents`,
  `create trigger incident_words_insert after insert on incidents begin ${addWords}; end`,
  `create trigger incident_words_delete after delete on incidents begin ${dropWords}; end`,
  `create trigger incident_words_update after update of search, severity, status on incidents
     when old.search <> new.search or old.severity <> new.severity or old.status <> new.status
     begin ${dropWords}; ${addWords}; end`,
];

const COUNTS = [
  `create table incident_counts (
     severity integer not null, status integer not null, service text not null, assignee text not null,
     count integer not null,
     primary key (severity, status, service, assignee)
   ) strict, without rowid`,
  `insert into incident_counts (severity, status, service, assignee, count)
     select severity, status, service, assignee, count(*) from incidents group by severity, status, service, assignee`,
  `create trigger incident_counts_insert after insert on incidents begin ${count('new', 1)}; end`,
  `create trigger incident_counts_delete after delete on incidents begin ${count('old', -1)}; end`,
  `create trigger incident_counts_update after update of severity, status, service, assignee on incidents
     when old.severity <> new.severity or old.status <> new.status
       or old.service <> new.service or old.assignee <> new.assignee
     begin ${count('old', -1)}; ${count('new', 1)}; end`,
];

/** Finds the words of all incidents anew. */
async function findWords(db: Kysely<Tables>): Promise<void> {
  let last = 0;
  for (;;) {
    const rows = await db
      .selectFrom('incidents')
      .select(COLUMNS)
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    for (const row of rows) {
      last = row.seq;
      const search = searchText(parseRow(row));
      await db.updateTable('incidents').set({ search }).where('seq', '=', row.seq).execute();
    }
    if (rows.length < BATCH) return;
  }
}

/** An index of words, counts that are kept, and indexes for what both databases can do. */
export const searchAndCounts: Migration = {
  async up(db: Kysely<Tables>) {
    await findWords(db);
    await statements(...INDEXES, ...WORDS, ...COUNTS).up(db);
  },
};

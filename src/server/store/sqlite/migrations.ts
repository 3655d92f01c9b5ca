import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { statements } from '../migrate.ts';
import { sessionTables } from '../sessionTables.ts';
import { searchAndCounts } from './searchAndCounts.ts';
import { wordsByKind } from './wordsByKind.ts';

/** Whether a step was done by an older version, which kept its steps in a table of its own. */
async function isDoneBefore(db: Kysely<unknown>, step: number): Promise<boolean> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'migrations')) return false;
  const { rows } = await sql`select 1 from migrations where id = ${step}`.execute(db);
  return rows.length > 0;
}

function unlessDone(step: number, migration: Migration): Migration {
  return {
    async up(db) {
      if (!(await isDoneBefore(db, step))) await migration.up(db);
    },
  };
}

const INCIDENTS = [
  `CREATE TABLE incidents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE COLLATE NOCASE,
    number INTEGER UNIQUE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    severity INTEGER NOT NULL,
    status INTEGER NOT NULL,
    service TEXT NOT NULL,
    assignee TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    tags TEXT NOT NULL,
    search TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX incidents_created ON incidents (created_at, seq)`,
  `CREATE INDEX incidents_updated ON incidents (updated_at, seq)`,
  `CREATE INDEX incidents_severity ON incidents (severity, created_at, seq)`,
  `CREATE TABLE timeline (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    incident INTEGER NOT NULL REFERENCES incidents (seq) ON DELETE CASCADE,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX timeline_incident ON timeline (incident, entry)`,
];

const IDEMPOTENCY = [
  `CREATE TABLE idempotency (
    subject TEXT NOT NULL,
    client TEXT NOT NULL,
    tool TEXT NOT NULL,
    key TEXT NOT NULL,
    arguments TEXT NOT NULL,
    incident INTEGER NOT NULL REFERENCES incidents (seq) ON DELETE CASCADE,
    at TEXT NOT NULL,
    PRIMARY KEY (subject, client, tool, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX idempotency_at ON idempotency (at)`,
];

const ORDERS = [
  `CREATE INDEX incidents_title ON incidents (substr(title, 1, 100) COLLATE NOCASE, seq)`,
  `CREATE INDEX incidents_urgency ON incidents ((status <> 2), severity, created_at, seq)`,
  `CREATE INDEX incidents_counts ON incidents (severity, status)`,
  `CREATE INDEX incidents_service ON incidents (service)`,
  `CREATE INDEX incidents_assignee ON incidents (assignee)`,
];

/** The steps of a SQLite database. */
export const SQLITE_MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001 incidents': unlessDone(1, statements(...INCIDENTS)),
  '0002 idempotency': unlessDone(2, statements(...IDEMPOTENCY)),
  '0003 orders and counts': unlessDone(3, statements(...ORDERS)),
  '0004 search and counts': searchAndCounts,
  '0005 sessions': sessionTables,
  '0006 words by kind': wordsByKind,
};

/** A step from one shape of the database to the next; never edited once released. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** All steps, oldest first. Severities and statuses are stored as their positions in `SEVERITIES` and `STATUSES`. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    name: 'incidents',
    sql: `
      CREATE TABLE incidents (
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
      ) STRICT;
      CREATE INDEX incidents_created ON incidents (created_at, seq);
      CREATE INDEX incidents_updated ON incidents (updated_at, seq);
      CREATE INDEX incidents_severity ON incidents (severity, created_at, seq);
      CREATE TABLE timeline (
        entry INTEGER PRIMARY KEY AUTOINCREMENT,
        incident INTEGER NOT NULL REFERENCES incidents (seq) ON DELETE CASCADE,
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX timeline_incident ON timeline (incident, entry);`,
  },
  {
    id: 2,
    name: 'idempotency',
    sql: `
      CREATE TABLE idempotency (
        subject TEXT NOT NULL,
        client TEXT NOT NULL,
        tool TEXT NOT NULL,
        key TEXT NOT NULL,
        arguments TEXT NOT NULL,
        incident INTEGER NOT NULL REFERENCES incidents (seq) ON DELETE CASCADE,
        at TEXT NOT NULL,
        PRIMARY KEY (subject, client, tool, key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX idempotency_at ON idempotency (at);`,
  },
  {
    id: 3,
    name: 'orders and counts',
    sql: `
      CREATE INDEX incidents_title ON incidents (substr(title, 1, 100) COLLATE NOCASE, seq);
      CREATE INDEX incidents_urgency ON incidents ((status <> 2), severity, created_at, seq);
      CREATE INDEX incidents_counts ON incidents (severity, status);
      CREATE INDEX incidents_service ON incidents (service);
      CREATE INDEX incidents_assignee ON incidents (assignee);`,
  },
];

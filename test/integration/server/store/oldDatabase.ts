import { DatabaseSync } from 'node:sqlite';

const SHAPE = `
  CREATE TABLE migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
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
  CREATE INDEX timeline_incident ON timeline (incident, entry);
  INSERT INTO migrations VALUES (1, 'incidents');`;

const LATER = `
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
  CREATE INDEX idempotency_at ON idempotency (at);
  CREATE INDEX incidents_title ON incidents (substr(title, 1, 100) COLLATE NOCASE, seq);
  CREATE INDEX incidents_urgency ON incidents ((status <> 2), severity, created_at, seq);
  CREATE INDEX incidents_counts ON incidents (severity, status);
  CREATE INDEX incidents_service ON incidents (service);
  CREATE INDEX incidents_assignee ON incidents (assignee);
  INSERT INTO migrations VALUES (2, 'idempotency'), (3, 'orders and counts');`;

const INCIDENTS = `
  INSERT INTO incidents VALUES
    (1, 'INC-1001', 1001, 'Checkout is slow', 'p95 above 4 s', 2, 0, 'checkout', '', 'ada', '2026-11-20T09:00:00.000Z',
     '2026-11-20T09:00:00.000Z', '["latency"]', 'inc-1001 checkout is slow p95 above 4 s checkout latency'),
    (2, 'old-7', NULL, 'Mail is late', '', 0, 2, 'mail', 'bo', 'bo', '2026-11-19T09:00:00.000Z',
     '2026-11-19T09:30:00.000Z', '[]', 'old-7 mail is late mail bo');
  INSERT INTO timeline VALUES (1, 1, '2026-11-20T09:00:00.000Z', 'ada', 'created', 'Incident created.');`;

/** Writes a database as the versions before wrote it; `isOldest` stops after the first of their steps. */
export function writeOldDatabase(path: string, { isOldest = false } = {}): void {
  const database = new DatabaseSync(path);
  database.exec(SHAPE);
  if (!isOldest) database.exec(LATER);
  database.exec(INCIDENTS);
  database.close();
}

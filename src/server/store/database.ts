import type { ColumnType, Expression, Generated, Kysely, RawBuilder, SqlBool, Transaction } from 'kysely';
import type { StoreChange } from './incidentStore.ts';
import type { Searched } from './searched.ts';
import type { SessionChange } from './sessionStore.ts';

/** Milliseconds since the epoch; PostgreSQL gives large numbers as texts. */
type Instant = ColumnType<number | string, number, number>;

/** The tables of the store. Severities and statuses are their positions in `SEVERITIES` and `STATUSES`. */
export interface Tables {
  incidents: {
    seq: Generated<number>;
    id: string;
    /** That of an id `INC-<number>`. */
    number: number | null;
    title: string;
    description: string;
    severity: number;
    status: number;
    service: string;
    assignee: string;
    created_by: string;
    created_at: string;
    updated_at: string;
    /** A JSON list. */
    tags: string;
    /** What text search looks through: see `searchText`. */
    search: string;
  };
  timeline: { entry: Generated<number>; incident: number; at: string; author: string; kind: string; text: string };
  idempotency: {
    subject: string;
    client: string;
    tool: string;
    key: string;
    /** Their hash. */
    arguments: string;
    incident: number;
    at: string;
  };
  /** How many incidents there are of each kind, kept by triggers; several rows of a kind add up. */
  incident_counts: { severity: number; status: number; service: string; assignee: string; count: number };
  /** Those of 2025-era clients. `id` and `owner` are hashes, `initialize` is JSON. */
  sessions: {
    id: string;
    owner: string;
    initialize: string;
    /** How many event streams there were. */
    streams: number;
    opened_at: Instant;
    last_used: Instant;
  };
  /** `uri_hash` is that of `uri`, which may be too long for an index. */
  session_subscriptions: { session: string; uri_hash: string; uri: string };
}

/** Where the store reads and writes. */
export type Database = Kysely<Tables>;

/** So many incidents of a severity and a status, each a position. */
export interface Kind {
  readonly severity: number;
  readonly status: number;
  readonly count: number;
}

/** What ways to the rows of a search take in a database, in comparison. */
export interface SearchCosts {
  /** For each row that matches: to find it by its words. */
  readonly find: number;
  /** For each row that matches: to read and sort it. */
  readonly sort: number;
  /** For each row in the order of the page: to see whether it was found; infinite where that takes as long as to read it. */
  readonly pass: number;
  /** For each row in the order of the page: to look for the words in it. */
  readonly look: number;
}

/** Text search in the SQL of one database. */
export interface TextSearch {
  readonly costs: SearchCosts;
  /** The end of a query for rows that are all found before they are sorted. */
  readonly beforeSorting: RawBuilder<unknown>;
  /** Finds by an index of words whether a row of `incidents` is among those of a search, of these kinds. */
  holds(db: Database, searched: Searched, kinds: readonly Kind[]): Promise<Expression<SqlBool>>;
  /** Whether a row of `incidents` has one of these numbers. */
  isOneOf(numbers: readonly number[]): Expression<SqlBool>;
  /** A query for the {@link Kind}s of all that a search finds, names and all. */
  kinds(db: Database, searched: Searched): Promise<RawBuilder<unknown>>;
  /** Whether a row holds the words, by a look at it. */
  looksFor(words: readonly string[]): Expression<SqlBool>;
}

/** An open database at the newest shape, and what SQLite and PostgreSQL do each in their way. */
export interface StoreDatabase {
  readonly db: Database;
  readonly search: TextSearch;
  /** Runs `work` in a transaction: all of it is kept when this resolves, or nothing where it throws. */
  transaction<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** Keeps an incident as it is until the transaction ends. */
  lockIncident(trx: Transaction<Tables>, id: string): Promise<void>;
  /** The number of the next new incident, above all that there are. */
  nextNumber(trx: Transaction<Tables>): Promise<number>;
  /** Takes note of the numbers of imported incidents, and tells other processes. */
  didImport(trx: Transaction<Tables>): Promise<void>;
  /** Tells other processes on the same database, once the transaction is committed. */
  tellOthers(trx: Transaction<Tables>, change: StoreChange): Promise<void>;
  /** A number that differs once other processes may have changed what this one does not hear of; NaN differs from itself. */
  versionElsewhere(): Promise<number>;
  /** Hears of changes by other processes. */
  onDidChangeElsewhere(listener: (change: StoreChange) => void): void;
  /**
   * Hears of every change by any process in the order in which it was committed, also as to what happens to sessions;
   * absent where other processes are not heard of change by change.
   */
  readonly onChangeInOrder?: (listener: (change: StoreChange) => void) => void;
  /** Tells other processes what happened to a session, once the transaction is committed. */
  tellOthersOfSession(trx: Transaction<Tables>, change: SessionChange): Promise<void>;
  /** Hears of what other processes did to sessions. */
  onSessionChangeElsewhere(listener: (change: SessionChange) => void): void;
  close(): Promise<void>;
}

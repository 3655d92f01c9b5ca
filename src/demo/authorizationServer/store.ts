import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const rowSchema = z.object({ id: z.string(), payload: z.string(), grant_id: z.string().nullable() });
const secretSchema = z.object({ value: z.string() });

/** A kept record: JSON object, and the grant that it dies with. */
export interface StoredRecord {
  readonly id: string;
  readonly payload: Record<string, unknown>;
  readonly grantId: string | undefined;
}

const payloadSchema = z.record(z.string(), z.unknown());

const SCHEMA = `
  create table if not exists record (
    model text not null, id text not null, payload text not null, grant_id text, lookup text, expires_at integer,
    primary key (model, id)) without rowid;
  create index if not exists record_grant on record (grant_id);
  create index if not exists record_lookup on record (model, lookup);
  create table if not exists secret (name text primary key, value text not null);`;

/** Sessions, codes, grants, tokens and keys of the stand-in, in one SQLite database. */
export class Store {
  readonly #database: DatabaseSync;

  /** @param path of the file, or `:memory:` */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec('pragma journal_mode = wal; pragma busy_timeout = 2000;');
    this.#database.exec(SCHEMA);
  }

  /** @param expiresAt milliseconds since 1970, after which {@link purge} may drop the record */
  put(
    model: string,
    id: string,
    payload: object,
    keys: { grantId?: string | undefined; lookup?: string | undefined; expiresAt?: number | undefined },
  ): void {
    this.#database
      .prepare('insert or replace into record (model, id, payload, grant_id, lookup, expires_at) values (?,?,?,?,?,?)')
      .run(model, id, JSON.stringify(payload), keys.grantId ?? null, keys.lookup ?? null, keys.expiresAt ?? null);
  }

  /** Replaces the content of a record and leaves its keys as they are. */
  change(model: string, id: string, payload: object): void {
    this.#database
      .prepare('update record set payload = ? where model = ? and id = ?')
      .run(JSON.stringify(payload), model, id);
  }

  get(model: string, id: string): StoredRecord | undefined {
    return this.#read(
      this.#database.prepare('select id, payload, grant_id from record where model = ? and id = ?').get(model, id),
    );
  }

  findByLookup(model: string, lookup: string): StoredRecord | undefined {
    return this.#read(
      this.#database
        .prepare('select id, payload, grant_id from record where model = ? and lookup = ?')
        .get(model, lookup),
    );
  }

  remove(model: string, id: string): void {
    this.#database.prepare('delete from record where model = ? and id = ?').run(model, id);
  }

  /** Drops everything that was issued under a grant. */
  removeGrant(grantId: string): void {
    this.#database.prepare('delete from record where grant_id = ?').run(grantId);
    this.remove('Grant', grantId);
  }

  /** Drops what expired before `now` (milliseconds since 1970). */
  purge(now: number): void {
    this.#database.prepare('delete from record where expires_at < ?').run(now);
  }

  secret(name: string): string | undefined {
    const row = this.#database.prepare('select value from secret where name = ?').get(name);
    return row === undefined ? undefined : secretSchema.parse(row).value;
  }

  keepSecret(name: string, value: string): void {
    this.#database.prepare('insert or replace into secret (name, value) values (?,?)').run(name, value);
  }

  close(): void {
    this.#database.close();
  }

  #read(row: unknown): StoredRecord | undefined {
    if (row === undefined) return undefined;
    const { id, payload, grant_id: grantId } = rowSchema.parse(row);
    return { id, payload: payloadSchema.parse(JSON.parse(payload)), grantId: grantId ?? undefined };
  }
}

import type { Kysely, Selectable } from 'kysely';
import * as z from 'zod';
import type { Vault } from '../vault.ts';
import { RecordsUnreachable } from '../temporarilyUnavailable.ts';
import type { ProxyTables } from './proxyTables.ts';

const contentSchema = z.record(z.string(), z.unknown());
/** Content of a record. */
export type Content = z.infer<typeof contentSchema>;

/** A record as it is read. */
export interface StoredRecord {
  readonly content: Content;
  /** Seconds since 1970 of its first use. */
  readonly consumedAt: number | undefined;
  readonly version: number;
}

/** What a record is found by, and when it ends. */
export interface RecordKeys {
  readonly grantId?: string | undefined;
  readonly lookup?: string | undefined;
  /** Seconds since 1970. */
  readonly expiresAt?: number | undefined;
}

/** A place in the order in which records end. */
export interface Place {
  /** Seconds since 1970. */
  readonly end: number;
  /** Blinded. */
  readonly id: string;
}

/** Some of the records that are over. */
export interface ExpiredRecords {
  readonly contents: readonly Content[];
  /** How many were removed since they cannot be read. */
  readonly removed: number;
  /** Where to go on; undefined after the last one. */
  readonly next: Place | undefined;
}

const FIRST: Place = { end: 0, id: '' };
const EXPIRED_AT_ONCE = 100;

type Row = Selectable<ProxyTables['proxy_record']>;

function unreachable(cause: unknown): never {
  throw new RecordsUnreachable(cause);
}

/** The proxy's records, sealed, in any database that Kysely speaks to. All of it throws {@link RecordsUnreachable}. */
export class RecordStore {
  readonly #database: Kysely<ProxyTables>;
  readonly #vault: Vault;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(database: Kysely<ProxyTables>, vault: Vault, now: () => number) {
    this.#database = database;
    this.#vault = vault;
    this.#now = now;
  }

  /** This instant, in seconds since 1970. */
  seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  /** Whether records can be read. */
  async isOpen(): Promise<boolean> {
    const looked = this.#database.selectFrom('proxy_record').select('model').limit(1).execute();
    return (await Promise.allSettled([looked]))[0].status === 'fulfilled';
  }

  /** Writes a record, over an older one of the same id. */
  async put(model: string, id: string, content: object, keys: RecordKeys = {}): Promise<void> {
    const blind = this.#vault.blind(id);
    const fields = {
      sealed: this.#seal(model, blind, content),
      grant_key: keys.grantId === undefined ? null : this.#vault.blind(keys.grantId),
      lookup: keys.lookup === undefined ? null : this.#vault.blind(keys.lookup),
      expires_at: keys.expiresAt ?? null,
    };
    await this.#database
      .insertInto('proxy_record')
      .values({ model, id: blind, ...fields })
      .onConflict((conflict) => conflict.columns(['model', 'id']).doUpdateSet(fields))
      .execute()
      .catch(unreachable);
  }

  async get(model: string, id: string): Promise<StoredRecord | undefined> {
    const row = await this.#living(model).where('id', '=', this.#vault.blind(id)).executeTakeFirst().catch(unreachable);
    return row && this.#read(row);
  }

  async findByLookup(model: string, lookup: string): Promise<StoredRecord | undefined> {
    const row = await this.#living(model)
      .where('lookup', '=', this.#vault.blind(lookup))
      .executeTakeFirst()
      .catch(unreachable);
    return row && this.#read(row);
  }

  /** Removes a record and gives its content: to one caller, however many ask. */
  async take(model: string, id: string): Promise<Content | undefined> {
    const row = await this.#database
      .deleteFrom('proxy_record')
      .where('model', '=', model)
      .where('id', '=', this.#vault.blind(id))
      .returningAll()
      .executeTakeFirst()
      .catch(unreachable);
    if (row === undefined) return undefined;
    const isOver = row.expires_at !== null && Number(row.expires_at) <= this.seconds();
    return isOver ? undefined : this.#read(row).content;
  }

  /** Changes a record that is still of that version; tells whether it was. */
  async replace(model: string, id: string, version: number, content: object): Promise<boolean> {
    const blind = this.#vault.blind(id);
    const { numUpdatedRows } = await this.#database
      .updateTable('proxy_record')
      .set({ sealed: this.#seal(model, blind, content), version: version + 1 })
      .where('model', '=', model)
      .where('id', '=', blind)
      .where('version', '=', version)
      .executeTakeFirst()
      .catch(unreachable);
    return numUpdatedRows > 0n;
  }

  /** Remembers the instant of the first use, which a second one does not change; tells whether this was the first. */
  async consume(model: string, id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('proxy_record')
      .set({ consumed_at: this.seconds() })
      .where('model', '=', model)
      .where('id', '=', this.#vault.blind(id))
      .where('consumed_at', 'is', null)
      .executeTakeFirst()
      .catch(unreachable);
    return numUpdatedRows > 0n;
  }

  /**
   * Gives a record another end; what is over stays over.
   *
   * @param expiresAt seconds since 1970
   */
  async prolong(model: string, id: string, expiresAt: number): Promise<void> {
    await this.#database
      .updateTable('proxy_record')
      .set({ expires_at: expiresAt })
      .where('model', '=', model)
      .where('id', '=', this.#vault.blind(id))
      .where((given) => given.or([given('expires_at', 'is', null), given('expires_at', '>', this.seconds())]))
      .execute()
      .catch(unreachable);
  }

  async remove(model: string, id: string): Promise<void> {
    await this.#database
      .deleteFrom('proxy_record')
      .where('model', '=', model)
      .where('id', '=', this.#vault.blind(id))
      .execute()
      .catch(unreachable);
  }

  /** Removes everything that was issued under a grant. */
  async removeGrant(grantId: string): Promise<void> {
    await this.#database
      .deleteFrom('proxy_record')
      .where('grant_key', '=', this.#vault.blind(grantId))
      .execute()
      .catch(unreachable);
  }

  /** The next records of a model that are over, after that place. Those that this secret does not open are removed. */
  async expired(model: string, after: Place = FIRST): Promise<ExpiredRecords> {
    const { end, id } = after;
    const rows = await this.#database
      .selectFrom('proxy_record')
      .selectAll()
      .where('model', '=', model)
      .where('expires_at', '<=', this.seconds())
      .where((row) => row.or([row('expires_at', '>', end), row.and([row('expires_at', '=', end), row('id', '>', id)])]))
      .orderBy('expires_at')
      .orderBy('id')
      .limit(EXPIRED_AT_ONCE)
      .execute()
      .catch(unreachable);
    const contents: Content[] = [];
    for (const row of rows) {
      try {
        contents.push(this.#read(row).content);
      } catch {
        await this.#removeUnread(row);
      }
    }
    const last = rows.length < EXPIRED_AT_ONCE ? undefined : rows.at(-1);
    const next = last && { end: Number(last.expires_at), id: last.id };
    return { contents, removed: rows.length - contents.length, next };
  }

  async #removeUnread({ model, id, sealed }: Row): Promise<void> {
    await this.#database
      .deleteFrom('proxy_record')
      .where('model', '=', model)
      .where('id', '=', id)
      .where('sealed', '=', sealed)
      .execute()
      .catch(unreachable);
  }

  /** Removes what is over; records of the model `kept` only `seconds` later. */
  async purge(kept: string, seconds: number): Promise<void> {
    const now = this.seconds();
    await this.#database
      .deleteFrom('proxy_record')
      .where('expires_at', '<=', now)
      .where((given) => given.or([given('model', '!=', kept), given('expires_at', '<=', now - seconds)]))
      .execute()
      .catch(unreachable);
  }

  #living(model: string) {
    return this.#database
      .selectFrom('proxy_record')
      .selectAll()
      .where('model', '=', model)
      .where((given) => given.or([given('expires_at', 'is', null), given('expires_at', '>', this.seconds())]));
  }

  #seal(model: string, blind: string, content: object): string {
    return this.#vault.seal(JSON.stringify(content), `${model} ${blind}`);
  }

  #read({ model, id, sealed, consumed_at, version }: Row): StoredRecord {
    return {
      content: contentSchema.parse(JSON.parse(this.#vault.open(sealed, `${model} ${id}`))),
      consumedAt: consumed_at === null ? undefined : Number(consumed_at),
      version,
    };
  }
}

import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { RecordStore, StoredRecord } from './recordStore.ts';

/** What the records of oidc-provider need beside the store. */
export interface AdapterOptions {
  /** Seconds for which a refresh token that was used still works: its answer may have been lost. */
  readonly graceSeconds: number;
  /** Seconds for which a client is kept that nobody has signed in with. */
  readonly unusedClientSeconds: number;
  /** Ends what stands behind a grant, before the grant itself is removed. */
  readonly endGrant: (grantId: string) => Promise<void>;
  /** Ends a grant and everything issued under it, since a code or token of it was used twice. */
  readonly endReused: (grantId: string, used: AdapterPayload) => Promise<void>;
}

/** Seconds after which a use that brought nothing never will: until then it may be on the way. */
const LOST_SECONDS = 30;

/** Keeps the records of oidc-provider in the {@link RecordStore}. */
export class RecordAdapter implements Adapter {
  readonly #model: string;
  readonly #store: RecordStore;
  readonly #options: AdapterOptions;

  constructor(model: string, store: RecordStore, options: AdapterOptions) {
    this.#model = model;
    this.#store = store;
    this.#options = options;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const seconds = expiresIn ?? (this.#model === 'Client' ? this.#options.unusedClientSeconds : undefined);
    await this.#store.put(this.#model, id, payload, {
      grantId: payload.grantId,
      lookup: payload.uid,
      expiresAt: seconds === undefined ? undefined : this.#store.seconds() + seconds,
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#payloadOf(await this.#store.get(this.#model, id), id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#payloadOf(await this.#store.findByLookup(this.#model, uid));
  }

  /** Nothing here has a code for people to type. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /**
   * Of those who use one code or token at the same instant one is the first. Another may have a refresh token within the
   * grace time, with the same successor, or as long as none was issued for it; else it is refused and ends the grant
   * (RFC 6749 section 4.1.2, RFC 9700 section 4.14.2).
   */
  async consume(id: string): Promise<void> {
    if (await this.#store.consume(this.#model, id)) return;
    const used = await this.find(id);
    if (used !== undefined && used.consumed === undefined) return;
    if (used?.grantId !== undefined) await this.#options.endReused(used.grantId, used);
    throw new errors.InvalidGrant(`${this.#model} already used`);
  }

  async destroy(id: string): Promise<void> {
    if (this.#model === 'Grant') await this.#options.endGrant(id);
    await this.#store.remove(this.#model, id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#store.removeGrant(grantId);
  }

  async #payloadOf(record: StoredRecord | undefined, id?: string): Promise<AdapterPayload | undefined> {
    if (record === undefined) return undefined;
    const { content, consumedAt } = record;
    if (consumedAt === undefined || (await this.#isGoodAgain(content, consumedAt, id))) return content;
    return { ...content, consumed: consumedAt };
  }

  /** Whether what was used may be used again: the answer to its use was lost, or never written. */
  async #isGoodAgain({ grantId }: AdapterPayload, usedAt: number, id: string | undefined): Promise<boolean> {
    if (this.#model !== 'RefreshToken') return false;
    const age = this.#store.seconds() - usedAt;
    if (age < this.#options.graceSeconds) return true;
    if (age < LOST_SECONDS || id === undefined || grantId === undefined) return false;
    return !(await this.#store.isFollowed(this.#model, id, grantId, usedAt));
  }
}

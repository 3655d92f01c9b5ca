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
    return this.#payloadOf(await this.#store.get(this.#model, id));
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
   * grace time, with the same successor; else it is refused and ends the grant (RFC 6749 section 4.1.2, RFC 9700 section 4.14.2).
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

  #payloadOf(record: StoredRecord | undefined): AdapterPayload | undefined {
    if (record === undefined) return undefined;
    const { content, consumedAt } = record;
    if (consumedAt === undefined) return content;
    const isLate = this.#store.seconds() - consumedAt >= this.#options.graceSeconds;
    return this.#model === 'RefreshToken' && !isLate ? content : { ...content, consumed: consumedAt };
  }
}

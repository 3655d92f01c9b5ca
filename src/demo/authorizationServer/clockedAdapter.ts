import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Store, StoredRecord } from './store.ts';

/** Instants of a record, in seconds since 1970. */
const INSTANTS = ['iat', 'exp', 'iiat', 'consumed', 'loginTs', 'authTime'];

function shifted(payload: object, seconds: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]: [string, unknown]) => [
      name,
      INSTANTS.includes(name) && typeof value === 'number' ? value + seconds : value,
    ]),
  );
}

/**
 * Keeps the records of oidc-provider in the {@link Store}. That library reads the machine's clock; records are kept in
 * the stand-in's own time and moved back when they are read, so that lifetimes follow a clock set by tests.
 */
export class ClockedAdapter implements Adapter {
  readonly #model: string;
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #graceSeconds: number;

  constructor(model: string, store: Store, options: { clock: () => number; graceSeconds: number }) {
    this.#model = model;
    this.#store = store;
    this.#clock = options.clock;
    this.#graceSeconds = options.graceSeconds;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    this.#store.put(this.#model, id, shifted(payload, this.#offset()), {
      grantId: payload.grantId,
      lookup: payload.uid ?? payload.userCode,
      expiresAt: expiresIn === undefined ? undefined : this.#clock() + expiresIn * 1000,
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#load(this.#store.get(this.#model, id));
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#load(this.#store.findByLookup(this.#model, userCode));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#load(this.#store.findByLookup(this.#model, uid));
  }

  /** Keeps the instant of the first use: a second use inside the grace time must not prolong it. */
  async consume(id: string): Promise<void> {
    const record = this.#store.get(this.#model, id);
    if (record === undefined || record.payload['consumed'] !== undefined) return;
    this.#store.change(this.#model, id, { ...record.payload, consumed: this.#now() });
  }

  async destroy(id: string): Promise<void> {
    this.#store.remove(this.#model, id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.#store.removeGrant(grantId);
  }

  #now(): number {
    return Math.floor(this.#clock() / 1000);
  }

  #offset(): number {
    return Math.round((this.#clock() - Date.now()) / 1000);
  }

  #load(record: StoredRecord | undefined): AdapterPayload | undefined {
    if (record === undefined) return undefined;
    const { consumed, ...rest } = record.payload;
    if (consumed === undefined) return shifted(rest, -this.#offset());
    const inGrace =
      this.#model === 'RefreshToken' && typeof consumed === 'number' && this.#now() - consumed < this.#graceSeconds;
    return shifted(inGrace ? rest : record.payload, -this.#offset());
  }
}

import * as z from 'zod/mini';

const KEY = 'issuersRefusingResource';
const schema = z.array(z.string());

/** Where small things are remembered; VS Code's `Memento` is one. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * The issuers that answered `invalid_target` to a `resource` parameter (RFC 8707 section 2). One that did is asked
 * without from then on. A sign-in met it where its plan has a `resource` and its session has none.
 */
export class ResourceRefusals {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  has(issuer: string): boolean {
    return this.#list().includes(issuer);
  }

  async add(issuer: string): Promise<void> {
    if (!this.has(issuer)) await this.#memory.update(KEY, [...this.#list(), issuer]);
  }

  #list(): readonly string[] {
    return schema.safeParse(this.#memory.get(KEY)).data ?? [];
  }
}

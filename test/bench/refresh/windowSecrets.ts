import { MemorySecrets } from '../../integration/support/memorySecrets.ts';
import type { SecretChange } from './messages.ts';

/** SecretStorage as one window has it: its own view, whose changes are told. */
export class WindowSecrets extends MemorySecrets {
  readonly #wrote: (change: SecretChange) => void;

  constructor(entries: Iterable<readonly [string, string]>, wrote: (change: SecretChange) => void) {
    super(entries);
    this.#wrote = wrote;
  }

  override async store(key: string, value: string): Promise<void> {
    await super.store(key, value);
    this.#wrote({ key, value });
  }

  override async delete(key: string): Promise<void> {
    await super.delete(key);
    this.#wrote({ key, value: null });
  }

  /** Takes over what another window changed. */
  take({ key, value }: SecretChange): void {
    if (value === null) this.entries.delete(key);
    else this.entries.set(key, value);
  }
}

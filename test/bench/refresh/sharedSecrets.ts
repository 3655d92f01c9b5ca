import type { SecretChange } from './messages.ts';

/** When a window hears what another one stored: milliseconds, or never. */
export type Delivery = number | 'never';

type Entries = readonly (readonly [string, string])[];

/**
 * What lies behind the SecretStorage of all windows. Changes reach the disk and the other windows after a while, as on
 * the desktop; or each write puts the writer's whole view on the disk and no other window hears of it, as among the tabs
 * of a browser.
 */
export class SharedSecrets {
  readonly #delivery: Delivery;
  readonly #onDisk: Map<string, string>;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(delivery: Delivery, entries: Entries) {
    this.#delivery = delivery;
    this.#onDisk = new Map(entries);
  }

  /** What a window that opens now sees. */
  get onDisk(): [string, string][] {
    return [...this.#onDisk];
  }

  /** A window wrote; `deliver` hands its change to the others when the time has come. */
  written(change: SecretChange, view: Entries, deliver: () => void): void {
    if (this.#delivery === 'never') {
      this.#onDisk.clear();
      for (const [key, value] of view) this.#onDisk.set(key, value);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (change.value === null) this.#onDisk.delete(change.key);
      else this.#onDisk.set(change.key, change.value);
      deliver();
    }, this.#delivery);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

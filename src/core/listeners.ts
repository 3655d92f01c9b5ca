import type { Listen } from './effects.ts';

/** Those who listen to one kind of event. */
export class Listeners<T> {
  readonly #listeners = new Set<{ readonly call: (event: T) => void }>();

  readonly listen: Listen<T> = (call) => {
    const listener = { call };
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  tell(event: T): void {
    for (const { call } of [...this.#listeners]) call(event);
  }

  /** Forgets all who listen. */
  clear(): void {
    this.#listeners.clear();
  }
}

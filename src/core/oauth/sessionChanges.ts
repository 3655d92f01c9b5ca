import type { Subscription } from '../effects.ts';
import type { Session } from './session.ts';

/** What changed among the sessions; `changed` ones have newer tokens. */
export interface SessionChanges {
  readonly added: readonly Session[];
  readonly removed: readonly Session[];
  readonly changed: readonly Session[];
}

/** No change. */
export const NOTHING: SessionChanges = { added: [], removed: [], changed: [] };

/** Tells listeners of changes. */
export class SessionAnnouncer {
  readonly #listeners = new Set<(changes: SessionChanges) => void>();

  readonly listen = (listener: (changes: SessionChanges) => void): Subscription => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(changes: SessionChanges): void {
    if (changes.added.length + changes.removed.length + changes.changed.length === 0) return;
    for (const listener of [...this.#listeners]) listener(changes);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

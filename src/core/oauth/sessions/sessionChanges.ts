import { Listeners } from '../../listeners.ts';
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
  readonly #listeners = new Listeners<SessionChanges>();
  readonly listen = this.#listeners.listen;

  /** Tells of changes, where there are any. */
  fire(changes: SessionChanges): void {
    if (changes.added.length + changes.removed.length + changes.changed.length > 0) this.#listeners.tell(changes);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

import type { LegacySession } from './legacySession.ts';

/** How many may be open at once in this process, unless told: each takes some 25 KB. */
const SESSIONS = 10_000;
/** A session that was not used for this many milliseconds is in the store alone, until its client comes back. */
const IDLE_ENOUGH = 5 * 60 * 1000;

/** The sessions that this process has taken up, by the hash of their id, and the room for more. */
export class OpenSessions {
  readonly #sessions = new Map<string, LegacySession>();
  /** How many are about to be among them. */
  #opening = 0;
  readonly #now: () => number;
  readonly #most: number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number, most = SESSIONS) {
    this.#now = now;
    this.#most = most;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Those of this instant: some may be closed meanwhile. */
  all(): readonly LegacySession[] {
    return [...this.#sessions.values()];
  }

  get(id: string): LegacySession | undefined {
    return this.#sessions.get(id);
  }

  has(id: string): boolean {
    return this.#sessions.has(id);
  }

  /** Forgets this one, and none that has come in its place. */
  remove(session: LegacySession): void {
    if (this.#sessions.get(session.id) === session) this.#sessions.delete(session.id);
  }

  /** Nobody in the middle of work makes room for others: where all sessions are in use there is none. */
  hasRoom(): boolean {
    const open = (): number => this.#sessions.size + this.#opening;
    if (open() >= this.#most) this.letGo();
    return open() < this.#most;
  }

  /** Holds the room of a session that `open` makes, until this adds it to the others or fails. */
  async inRoom<T>(open: (add: (session: LegacySession) => void) => Promise<T>): Promise<T> {
    let held = 1;
    const release = (): void => {
      this.#opening -= held;
      held = 0;
    };
    this.#opening += held;
    try {
      return await open((session) => {
        this.#sessions.set(session.id, session);
        release();
      });
    } finally {
      release();
    }
  }

  /** Whether it was not used for more than `limit` milliseconds. */
  isIdle(session: LegacySession, limit: number): boolean {
    return session.openStreams === 0 && this.#now() - session.lastUsed > limit;
  }

  /** Gives up idle sessions here; those that are kept still can be taken up again. */
  letGo(): void {
    for (const session of this.all()) if (this.isIdle(session, IDLE_ENOUGH)) session.close();
  }
}

import type { ReconnectionScheduler } from '@modelcontextprotocol/client';

/** Milliseconds: a server may neither have us ask without a pause nor wait for ever. */
const SHORTEST = 250;
const LONGEST = 3_600_000;

/** How often and when a lost stream is asked for again, unless the server says when. */
export const RECONNECTION_OPTIONS = {
  initialReconnectionDelay: 1000,
  maxReconnectionDelay: 60_000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 8,
};

/** The pauses of one connection before its lost streams are resumed; all end with it. */
export class Reconnections {
  readonly #waiting = new Set<NodeJS.Timeout>();

  readonly schedule: ReconnectionScheduler = (reconnect, delay) => {
    const timer = setTimeout(
      () => {
        this.#waiting.delete(timer);
        reconnect();
      },
      Math.min(Math.max(delay, SHORTEST), LONGEST),
    );
    this.#waiting.add(timer);
  };

  clear(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }
}

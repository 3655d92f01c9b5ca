import type { ReconnectionScheduler } from '@modelcontextprotocol/client';

/** Milliseconds: a server may neither have us ask without a pause nor wait for ever. */
const SHORTEST = 250;
const LONGEST = 3_600_000;
/** Milliseconds without a loss after which losses are counted anew, and how many cost no longer pause. */
const CALM = 120_000;
const USUAL = 4;
const LONGEST_OWN = 60_000;

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
  #losses = 0;
  #lastLoss = Number.NEGATIVE_INFINITY;

  readonly schedule: ReconnectionScheduler = (reconnect, delay) => {
    const least = this.#leastPause();
    const timer = setTimeout(
      () => {
        this.#waiting.delete(timer);
        reconnect();
      },
      Math.min(Math.max(delay, least), LONGEST),
    );
    this.#waiting.add(timer);
  };

  /** Grows with each loss: a stream that breaks as soon as it stands is asked for less and less often. */
  #leastPause(): number {
    const now = performance.now();
    this.#losses = now - this.#lastLoss > CALM ? 0 : this.#losses + 1;
    this.#lastLoss = now;
    return Math.min(SHORTEST * 2 ** Math.max(0, this.#losses - USUAL), LONGEST_OWN);
  }

  clear(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }
}

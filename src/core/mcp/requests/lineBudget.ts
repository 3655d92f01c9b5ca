/** Lines that may come at once, and how many more each second. */
const AT_ONCE = 200;
const PER_SECOND = 20;

/** How many lines somebody may still write: one who writes without a pause must not fill the log, and the disk. */
export class LineBudget {
  /** Milliseconds, of any beginning. */
  readonly #now: () => number;
  #left = AT_ONCE;
  #at: number;
  #missed = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#at = now();
  }

  /** Takes one line: how many were left out before it, undefined where it is left out itself. */
  take(): number | undefined {
    const now = this.#now();
    this.#left = Math.min(AT_ONCE, this.#left + ((now - this.#at) / 1000) * PER_SECOND);
    this.#at = now;
    if (this.#left < 1) {
      this.#missed += 1;
      return undefined;
    }
    this.#left -= 1;
    const missed = this.#missed;
    this.#missed = 0;
    return missed;
  }
}

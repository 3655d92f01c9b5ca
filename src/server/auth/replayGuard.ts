/** How many ids are remembered: more than any honest use within the window. */
const LIMIT = 100_000;

/** Remembers ids for as long as they could be used again. When it is full it takes no more, rather than forget one. */
export class ReplayGuard {
  readonly #limit: number;
  readonly #ends = new Map<string, number>();

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** Whether an id is new; it is kept until `end`. Times are in milliseconds since the epoch. */
  isNew(id: string, end: number, now: number): boolean {
    if (this.#ends.size >= this.#limit) this.#forget(now);
    const known = this.#ends.get(id);
    if (known !== undefined && known >= now) return false;
    if (known === undefined && this.#ends.size >= this.#limit) return false;
    this.#ends.set(id, end);
    return true;
  }

  #forget(now: number): void {
    for (const [id, end] of this.#ends) if (end < now) this.#ends.delete(id);
  }
}

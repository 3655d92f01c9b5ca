/** How many values are kept. */
const LIMIT = 10_000;

/** Keeps values for a short time; when it is full the oldest go. */
export class BriefCache<Value> {
  readonly #monotonic: () => number;
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly value: Value; readonly end: number }>();

  constructor(monotonic: () => number, limit = LIMIT) {
    this.#monotonic = monotonic;
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.end > this.#monotonic()) return entry?.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** Keeps a value for so many milliseconds. */
  set(key: string, value: Value, duration: number): void {
    this.#entries.delete(key);
    for (const [oldest] of this.#entries) {
      if (this.#entries.size < this.#limit) break;
      this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, end: this.#monotonic() + duration });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/** VS Code is told again so many milliseconds later, and so many times in all. */
const PATIENCE = 1000;
const TIMES = 3;
/** Stands for all rows. */
const ALL: object = {};

/**
 * Tells VS Code which rows of a tree changed. It loses a change that reaches it together with the answer to an earlier
 * question, and shows that answer for good: it is told again until it asks for what is below the row.
 */
export class ToldChanges<Row extends object> {
  readonly #changed: (rows?: Row[]) => void;
  /** Rows of which VS Code has what is below them. */
  #answered = new WeakSet<object>();
  readonly #awaited = new Map<object, NodeJS.Timeout>();

  /** @param changed has VS Code ask for rows and all below them anew; for all rows without any */
  constructor(changed: (rows?: Row[]) => void) {
    this.#changed = changed;
  }

  /** Tells of rows, or of all. */
  tell(rows?: readonly Row[]): void {
    this.#changed(rows && [...rows]);
    for (const row of rows ?? [undefined]) this.#await(row, TIMES - 1);
  }

  /** VS Code asks for what is below a row, or for all, and will have what is there then. */
  asked(row: Row | undefined): void {
    const key = row ?? ALL;
    clearTimeout(this.#awaited.get(key));
    this.#awaited.delete(key);
    this.#answered.delete(key);
  }

  /** VS Code is answered now. */
  answered(row: Row | undefined): void {
    this.asked(row);
    this.#answered.add(row ?? ALL);
  }

  /** A row is gone, or is asked for with all. */
  forget(row: Row): void {
    this.asked(row);
  }

  dispose(): void {
    for (const timer of this.#awaited.values()) clearTimeout(timer);
    this.#awaited.clear();
    this.#answered = new WeakSet();
  }

  #await(row: Row | undefined, times: number): void {
    const key = row ?? ALL;
    clearTimeout(this.#awaited.get(key));
    this.#awaited.delete(key);
    if (times === 0 || !this.#answered.has(key)) return;
    const again = (): void => {
      this.#changed(row && [row]);
      this.#await(row, times - 1);
    };
    this.#awaited.set(key, setTimeout(again, PATIENCE).unref());
  }
}

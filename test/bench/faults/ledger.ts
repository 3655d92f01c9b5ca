/** What one incident must hold by what was acknowledged. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  /** `updatedAt` of the version that was acknowledged last. */
  version: string;
  assignee: string;
  /** Texts of the timeline that were acknowledged: changes and notes. */
  readonly texts: Set<string>;
  /** Notes whose answer was lost: each may be there, but once. */
  readonly inDoubt: Set<string>;
  /** Grows when a write begins and when it ends, so that it is odd while one is under way. */
  turn: number;
}

/** How many writes of each kind were acknowledged. */
export interface Written {
  created: number;
  updated: number;
  notes: number;
}

/** What was acknowledged of a stream of writes. */
export class Ledger {
  readonly written: Written = { created: 0, updated: 0, notes: 0 };
  /** By id. */
  readonly entries = new Map<string, Entry>();
  readonly #onWrite: () => void;
  #left: number;
  #names = 0;

  /** `writes` are to be made; `onWrite` hears of each that was acknowledged. */
  constructor(writes: number, onWrite: () => void) {
    this.#left = writes;
    this.#onWrite = onWrite;
  }

  /** Takes a write out of those that are to be made; false at the end. */
  take(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }

  /** A name that nothing else of the stream has. */
  name(kind: string): string {
    this.#names += 1;
    return `${kind}-${this.#names}`;
  }

  acknowledged(kind: keyof Written): void {
    this.written[kind] += 1;
    this.#onWrite();
  }

  get total(): number {
    const { created, updated, notes } = this.written;
    return created + updated + notes;
  }
}

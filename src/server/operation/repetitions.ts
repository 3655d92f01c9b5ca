/** How often the same came again without being told by itself, and when: the first and the last of these. */
export interface Repeated {
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** What came, and what makes it the same as another. */
export interface Repeatable<Event> {
  readonly key: string;
  readonly event: Event;
  /** Stands in for what differs among those that were counted. */
  readonly ifVaried?: Partial<Event>;
  /** Whether it is of a person, who is never counted together with others. */
  readonly isOfPerson?: boolean;
}

/** How often the same may be told. */
export interface RepetitionsOptions<Event> {
  /** So often within a window. */
  readonly limit: number;
  /** Milliseconds. */
  readonly window: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Hears at the end of a window of what was counted, as far as all of it is the same. */
  readonly tell: (event: Partial<Event>, repeated: Repeated) => void;
}

interface Kind<Event> {
  readonly ifVaried: Partial<Event>;
  readonly timer: NodeJS.Timeout;
  told: number;
  counted: { readonly event: Partial<Event>; readonly repeated: Repeated } | undefined;
}

/** So many kinds are told apart at once; what comes beyond is counted as one. */
const KINDS = 500;
const OTHERS = '';

function common<Event extends object>(one: Partial<Event>, other: Event): Partial<Event> {
  const same = { ...one };
  for (const name in same) if (same[name] !== other[name]) Reflect.deleteProperty(same, name);
  return same;
}

/** Counts what comes again and again, so that nobody fills a log with it. Memory is bounded, whatever comes. */
export class Repetitions<Event extends object> {
  readonly #options: RepetitionsOptions<Event>;
  readonly #kinds = new Map<string, Kind<Event>>();

  constructor(options: RepetitionsOptions<Event>) {
    this.#options = options;
  }

  /** Whether this one is to be told by itself; otherwise it is counted. */
  isTold(given: Repeatable<Event>): boolean {
    const kind = this.#kindOf(given);
    if (kind.told < this.#options.limit) {
      kind.told += 1;
      return true;
    }
    const { event, repeated } = kind.counted ?? { event: given.event, repeated: undefined };
    const last = new Date(this.#options.now()).toISOString();
    kind.counted = {
      event: common(event, given.event),
      repeated: { count: (repeated?.count ?? 0) + 1, first: repeated?.first ?? last, last },
    };
    return false;
  }

  /** Tells of what was counted until now. */
  close(): void {
    for (const key of [...this.#kinds.keys()]) this.#end(key);
  }

  #kindOf({ key: given, ifVaried = {}, isOfPerson = false }: Repeatable<Event>): Kind<Event> {
    const isFull = !this.#kinds.has(given) && this.#kinds.size >= KINDS;
    const [oldest = OTHERS] = this.#kinds.keys();
    if (isFull && isOfPerson) this.#end(oldest);
    const key = isFull && !isOfPerson ? OTHERS : given;
    const known = this.#kinds.get(key);
    if (known) return known;
    const timer = setTimeout(() => this.#end(key), this.#options.window).unref();
    const kind = { ifVaried: key === OTHERS ? {} : ifVaried, timer, told: 0, counted: undefined };
    this.#kinds.set(key, kind);
    return kind;
  }

  #end(key: string): void {
    const kind = this.#kinds.get(key);
    clearTimeout(kind?.timer);
    this.#kinds.delete(key);
    if (kind?.counted) this.#options.tell({ ...kind.ifVaried, ...kind.counted.event }, kind.counted.repeated);
  }
}

import { type Incident, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import type { Kind } from './database.ts';
import { finds, type Searched } from './searched.ts';
import { searchText, wordsOf } from './words.ts';

/** A change of one incident; either side is absent where it was not there. */
export interface Replaced {
  readonly before?: Incident | undefined;
  readonly after?: Incident | undefined;
}

/** Searches that are cached, and from how many incidents on: fewer with one word are counted in no time. */
const MOST_SEARCHES = 100;
const MANY = 500;
/** So many incidents that one search finds are cached at most. */
const MOST_FOUND = 5000;

interface Cached {
  readonly searched: Searched;
  readonly kinds: readonly Kind[];
  readonly found?: readonly Found[];
}

/** An incident that a search found: its number, severity and status, the latter as positions. */
export type Found = { readonly seq: number } & Omit<Kind, 'count'>;

/** Tells searches apart: two with the same key find the same. */
function keyOf({ text, ...names }: Searched): string {
  return JSON.stringify([wordsOf(text).toSorted(), names.service, names.services, names.assignee, names.assignees]);
}

function totalOf(kinds: readonly Kind[]): number {
  return kinds.reduce((sum, { count }) => sum + count, 0);
}

function adjusted(kinds: readonly Kind[], incident: Incident, step: number): readonly Kind[] {
  const severity = SEVERITIES.indexOf(incident.severity);
  const status = STATUSES.indexOf(incident.status);
  const isIt = (kind: Kind): boolean => kind.severity === severity && kind.status === status;
  if (!kinds.some(isIt)) return [...kinds, { severity, status, count: step }];
  return kinds.map((kind) => (isIt(kind) ? { ...kind, count: kind.count + step } : kind));
}

/** One side of a change. */
interface Side {
  readonly incident: Incident;
  /** Its search text. */
  readonly text: string;
}

function sideOf(incident: Incident | undefined): Side | undefined {
  return incident && { incident, text: searchText(incident) };
}

/** A search after a change of an incident, of which it may have found either side. */
function followed(cached: Cached, before: Side | undefined, after: Side | undefined): Cached {
  const { searched } = cached;
  const found = [before, after].map((side) => (side && finds(searched, side.incident, side.text) ? side : undefined));
  const [left, joined] = found;
  let { kinds } = cached;
  if (left) kinds = adjusted(kinds, left.incident, -1);
  if (joined) kinds = adjusted(kinds, joined.incident, 1);
  const isSame =
    left?.incident.severity === joined?.incident.severity && left?.incident.status === joined?.incident.status;
  return isSame ? { ...cached, kinds } : { searched, kinds };
}

/**
 * Caches what searches find that find many, since that takes long: how many incidents there are, and which, where these
 * are not too many. The view asks for the same search again at each change and for each page. Follows changes.
 */
export class SearchCache {
  readonly #cached = new Map<string, Cached>();
  #writes = 0;
  #running = 0;
  #elsewhere = 0;

  /** How many a search finds, by `count` where this is not cached. `elsewhere` differs once others changed the database. */
  async kinds(searched: Searched, elsewhere: number, count: () => Promise<readonly Kind[]>): Promise<readonly Kind[]> {
    if (elsewhere !== this.#elsewhere) this.clear();
    this.#elsewhere = elsewhere;
    const key = keyOf(searched);
    const cached = this.#cached.get(key);
    if (cached !== undefined) return cached.kinds;
    const isUnchanged = this.#isUnchangedSince();
    const kinds = await count();
    const takesLong = wordsOf(searched.text).length > 1 || totalOf(kinds) >= MANY;
    if (takesLong && isUnchanged()) this.#keep(key, { searched, kinds });
    return kinds;
  }

  /**
   * All incidents that a search finds, by `find` where they are not cached; undefined where they are too many, or how
   * many they are is not cached.
   */
  async found(
    searched: Searched,
    find: (kinds: readonly Kind[]) => Promise<readonly Found[]>,
  ): Promise<readonly Found[] | undefined> {
    const key = keyOf(searched);
    const cached = this.#cached.get(key);
    if (cached === undefined || totalOf(cached.kinds) > MOST_FOUND) return undefined;
    if (cached.found !== undefined) return cached.found;
    const isUnchanged = this.#isUnchangedSince();
    const found = await find(cached.kinds);
    if (isUnchanged() && this.#cached.get(key) === cached) this.#cached.set(key, { ...cached, found });
    return found;
  }

  /** Runs what changes an incident, and follows it; `replaced` says what it changed. */
  async during<T>(write: () => Promise<T>, replaced: (written: T) => Replaced): Promise<T> {
    this.#running += 1;
    this.#writes += 1;
    try {
      const written = await write();
      this.#follow(replaced(written));
      return written;
    } finally {
      this.#running -= 1;
      this.#writes += 1;
    }
  }

  /** Forgets all: nobody knows what has changed. */
  clear(): void {
    this.#writes += 1;
    this.#cached.clear();
  }

  /** Says later whether nothing was written meanwhile: else nobody knows on which side of the write an answer is. */
  #isUnchangedSince(): () => boolean {
    const began = this.#writes;
    return () => this.#running === 0 && began === this.#writes;
  }

  #keep(key: string, cached: Cached): void {
    const [oldest] = this.#cached.keys();
    if (this.#cached.size >= MOST_SEARCHES && oldest !== undefined) this.#cached.delete(oldest);
    this.#cached.set(key, cached);
  }

  #follow(replaced: Replaced): void {
    if (this.#cached.size === 0) return;
    const [before, after] = [sideOf(replaced.before), sideOf(replaced.after)];
    for (const [key, cached] of this.#cached) this.#cached.set(key, followed(cached, before, after));
  }
}

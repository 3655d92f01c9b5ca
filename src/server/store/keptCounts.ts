import { type Incident, SEVERITIES, STATUSES } from '../../shared/incident.ts';
import type { Kind } from './database.ts';
import { finds, type Searched } from './searched.ts';
import { searchText, wordsOf } from './words.ts';

/** A change of one incident; either side is absent where it was not there. */
export interface Replaced {
  readonly before?: Incident | undefined;
  readonly after?: Incident | undefined;
}

/** Searches of which the counts are kept, and from how many incidents on: fewer with one word are counted in no time. */
const MOST_SEARCHES = 100;
const MANY = 500;

interface Kept {
  readonly searched: Searched;
  readonly kinds: readonly Kind[];
}

/** Tells searches apart: two with the same key find the same. */
function keyOf({ text, ...names }: Searched): string {
  return JSON.stringify([wordsOf(text).toSorted(), names.service, names.services, names.assignee, names.assignees]);
}

function adjusted(kinds: readonly Kind[], incident: Incident, step: number): readonly Kind[] {
  const severity = SEVERITIES.indexOf(incident.severity);
  const status = STATUSES.indexOf(incident.status);
  const isIt = (kind: Kind): boolean => kind.severity === severity && kind.status === status;
  if (!kinds.some(isIt)) return [...kinds, { severity, status, count: step }];
  return kinds.map((kind) => (isIt(kind) ? { ...kind, count: kind.count + step } : kind));
}

/**
 * Keeps how many incidents a search finds that finds many, since to count them takes long, and keeps it right as incidents
 * change.
 */
export class KeptCounts {
  readonly #kept = new Map<string, Kept>();
  #writes = 0;
  #running = 0;
  #elsewhere = 0;

  /** The counts of a search, by `count` where they are not kept. `elsewhere` changes as others change the database. */
  async of(searched: Searched, elsewhere: number, count: () => Promise<readonly Kind[]>): Promise<readonly Kind[]> {
    if (elsewhere !== this.#elsewhere) this.forget();
    this.#elsewhere = elsewhere;
    const key = keyOf(searched);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept.kinds;
    const began = this.#writes;
    const kinds = await count();
    const takesLong = wordsOf(searched.text).length > 1 || kinds.reduce((sum, { count: one }) => sum + one, 0) >= MANY;
    // Who counts while somebody writes does not know on which side of the write the count is.
    if (takesLong && this.#running === 0 && began === this.#writes) this.#keep(key, { searched, kinds });
    return kinds;
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
  forget(): void {
    this.#writes += 1;
    this.#kept.clear();
  }

  #keep(key: string, kept: Kept): void {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_SEARCHES && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, kept);
  }

  #follow({ before, after }: Replaced): void {
    if (this.#kept.size === 0) return;
    for (const [incident, step] of [
      [before, -1],
      [after, 1],
    ] as const) {
      if (incident === undefined) continue;
      const text = searchText(incident);
      for (const [key, { searched, kinds }] of this.#kept) {
        if (!finds(searched, incident, text)) continue;
        this.#kept.set(key, { searched, kinds: adjusted(kinds, incident, step) });
      }
    }
  }
}

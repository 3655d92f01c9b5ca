import type { IncidentPage, ShownIncident } from '../incidentSource.ts';
import type { SeenIncident } from './incidentNews.ts';

/** How many incidents are remembered; of those beyond, it is not known whether they worsened. */
const MOST_REMEMBERED = 20_000;

/** What is another in an answer than in the one before. */
export interface SeenChanges {
  /** Those that are new to us or differ from what they were, in the server's order. */
  readonly seen: readonly SeenIncident[];
  /** Ids of those that are gone, where the answer held all incidents. */
  readonly removed: readonly string[];
  /** Whether more may have changed than the answer shows. */
  readonly isPartial: boolean;
  /** When the newest incident was created that had been seen before, by the server's clock, in milliseconds since 1970. */
  readonly since: number;
}

/** Remembers how each incident was when it was last seen. */
export class SeenIncidents {
  readonly #known = new Map<string, ShownIncident>();
  #total: number | undefined;
  #isBegun = false;
  #newest = -Infinity;

  /** Takes the incidents that changed last; undefined for the first answer, which only says how things stand. */
  take(page: IncidentPage): SeenChanges | undefined {
    const isFirst = !this.#isBegun;
    const since = this.#newest;
    this.#isBegun = true;
    const named = page.incidents.filter(({ id }) => id !== '');
    const seen = named.flatMap((incident): SeenIncident[] => {
      const before = this.#known.get(incident.id);
      if (!before) return [{ incident }];
      return isSame(before, incident) ? [] : [{ incident, before }];
    });
    const removed = page.nextCursor === undefined ? this.#missing(named) : [];
    const isPartial = this.#isPartial(page, seen, removed);
    for (const id of removed) this.#known.delete(id);
    this.#total = page.counts?.total;
    for (const incident of named) this.know(incident);
    return isFirst ? undefined : { seen, removed, isPartial, since };
  }

  /** Takes an incident that this window changed or read itself. */
  know(incident: ShownIncident): void {
    this.#known.delete(incident.id);
    this.#known.set(incident.id, incident);
    this.#newest = Math.max(this.#newest, Date.parse(incident.createdAt) || -Infinity);
    if (this.#known.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  /** Forgets everything, as after a sign-out. */
  clear(): void {
    this.#known.clear();
    this.#total = undefined;
    this.#isBegun = false;
    this.#newest = -Infinity;
  }

  #missing(incidents: readonly ShownIncident[]): readonly string[] {
    const there = new Set(incidents.map(({ id }) => id));
    return [...this.#known.keys()].filter((id) => !there.has(id));
  }

  #isPartial(
    { incidents, nextCursor, counts }: IncidentPage,
    seen: readonly SeenIncident[],
    removed: readonly string[],
  ) {
    if (nextCursor === undefined) return false;
    if (seen.length === incidents.length) return true;
    const added = seen.filter(({ before }) => !before).length - removed.length;
    // An incident that is only new to us makes the sum wrong as well; looking once too often does no harm.
    return counts !== undefined && this.#total !== undefined && counts.total !== this.#total + added;
  }
}

const COMPARED = ['title', 'severity', 'status', 'service', 'assignee', 'updatedAt', 'description'] as const;

function isSame(a: ShownIncident, b: ShownIncident): boolean {
  return COMPARED.every((field) => a[field] === b[field]) && a.tags.join('\n') === b.tags.join('\n');
}

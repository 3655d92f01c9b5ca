import type {
  IncidentPage,
  IncidentQuery,
  IncidentSource,
  ShownIncident,
} from '../../../core/incidents/incidentSource.ts';

/** How many incidents are asked for at first, with "Load more", and at most where many are shown already. */
const FIRST = 50;
const NEXT = 100;
const MOST = 500;

/** Which pages to load. */
export interface PagesWanted {
  readonly query: IncidentQuery;
  /** Where to go on; from the beginning without. */
  readonly cursor?: string | undefined;
  /** How many incidents are wanted at least, where there are so many. */
  readonly atLeast: number;
}

/** Loads one page, and more of them until there are as many incidents as wanted. */
export async function loadPages(
  source: IncidentSource,
  { query, cursor, atLeast }: PagesWanted,
  signal: AbortSignal,
): Promise<IncidentPage> {
  const size = cursor === undefined ? FIRST : NEXT;
  const load = (from: string | undefined, limit: number): Promise<IncidentPage> =>
    source.list({ ...query, limit, ...(from === undefined ? {} : { cursor: from }) }, { signal });
  // In whole pages, so that what is new does not push out what was shown.
  const wanted = Math.ceil(atLeast / FIRST) * FIRST;
  let loaded = await load(cursor, Math.min(Math.max(size, wanted), MOST));
  while (loaded.nextCursor !== undefined && loadedOf(loaded) < atLeast) {
    const longer = merged(loaded, await load(loaded.nextCursor, MOST));
    // A server that has nothing new to say would be asked for ever.
    if (loadedOf(longer) <= loadedOf(loaded)) break;
    loaded = longer;
  }
  return loaded;
}

/** How many incidents the server sent. */
function loadedOf({ incidents, leftOf }: IncidentPage): number {
  return leftOf ?? incidents.length;
}

/** Both pages; an incident that moved from one to the other is kept once, as the later page has it. */
function merged(first: IncidentPage, next: IncidentPage): IncidentPage {
  const later = new Set(next.incidents.map(({ id }) => id));
  const isLater = ({ id }: ShownIncident): boolean => id !== '' && later.has(id);
  const counts = next.counts ?? first.counts;
  const leftOf = sum(first.leftOf, next.leftOf);
  return {
    incidents: [...first.incidents.filter((incident) => !isLater(incident)), ...next.incidents],
    ...(counts ? { counts } : {}),
    ...(next.nextCursor === undefined ? {} : { nextCursor: next.nextCursor }),
    ...(leftOf === undefined ? {} : { leftOf }),
  };
}

/** The sum of what is known. */
export function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : one + (other ?? 0);
}

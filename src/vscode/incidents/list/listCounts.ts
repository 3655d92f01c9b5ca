import { isAppError } from '../../../core/errors.ts';
import type { IncidentPage, IncidentQuery, IncidentSource } from '../../../core/incidents/incidentSource.ts';
import { type Pressing, pressingAmong } from '../../../core/incidents/list/pressing.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { ListFacts } from './listState.ts';

type Counts = Pick<ListFacts, 'counts' | 'allPressing'>;

/** What is to be counted anew. */
export interface RecountAsked {
  readonly query: IncidentQuery;
  /** Whether the server counts: then it is asked for no rows. */
  readonly isCounted: boolean;
  /** Whether those that match the query are counted too, beside all that are critical or high. */
  readonly withMatching: boolean;
  readonly signal: AbortSignal;
}

/** How many incidents of a page's list are critical or high and not resolved; undefined where that is not known. */
export function pressingOf({ counts, incidents, nextCursor, leftOf }: IncidentPage): Pressing | undefined {
  if (counts?.unresolved) return { critical: counts.unresolved.critical, high: counts.unresolved.high };
  if (nextCursor !== undefined || leftOf !== undefined) return undefined;
  return pressingAmong(incidents);
}

/** Asks a server how many incidents there are by now: one request at a time, and one more for all that came meanwhile. */
export class Recount {
  readonly #client: ServerClient;
  readonly #fault: (error: unknown) => void;
  #waiting: RecountAsked | undefined;
  #running = false;

  constructor(client: ServerClient, fault: (error: unknown) => void) {
    this.#client = client;
    this.#fault = fault;
  }

  /** Where it fails, the next load tells. */
  ask(asked: RecountAsked, counted: (counts: Counts) => void): void {
    this.#waiting = { ...asked, withMatching: asked.withMatching || this.#waiting?.withMatching === true };
    if (this.#running) return;
    this.#running = true;
    this.#run(counted)
      .catch((error: unknown) => {
        if (!isAppError(error)) this.#fault(error);
      })
      .finally(() => {
        this.#running = false;
      });
  }

  async #run(counted: (counts: Counts) => void): Promise<void> {
    for (let asked = this.#waiting; asked; asked = this.#waiting) {
      this.#waiting = undefined;
      const { signal } = asked;
      if (signal.aborted) continue;
      const counts = await countAnew(await this.#client.incidents({ signal }), asked);
      if (!asked.signal.aborted) counted(counts);
    }
  }
}

async function countAnew(
  source: IncidentSource,
  { query, isCounted, withMatching, signal }: RecountAsked,
): Promise<Counts> {
  const limit = isCounted ? { limit: 1 } : {};
  const all = await source.list(query.filter ? limit : { ...query, ...limit }, { signal });
  const allPressing = pressingOf(all);
  const isAsked = query.filter !== undefined && withMatching && isCounted;
  const matching = isAsked ? await source.list({ ...query, ...limit }, { signal }) : query.filter ? undefined : all;
  return {
    ...(isCounted && matching?.counts ? { counts: matching.counts } : {}),
    ...(allPressing === undefined ? {} : { allPressing }),
  };
}

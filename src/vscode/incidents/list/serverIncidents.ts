import { isAppError, isOffline, isSignedOut } from '../../../core/errors.ts';
import type { IncidentSource, ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { adjustedCounts } from '../../../core/incidents/list/adjustedCounts.ts';
import { isLeft, isUnfiltered, plainFilter, type PlainFilter } from '../../../core/incidents/list/incidentFilter.ts';
import { IncidentIndex } from '../../../core/incidents/list/incidentIndex.ts';
import type { IncidentNode } from '../../../core/incidents/list/listNodes.ts';
import { pressingAfter } from '../../../core/incidents/list/pressing.ts';
import { ServerRows } from '../../../core/incidents/list/serverRows.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import { pressingOf, Recount } from './listCounts.ts';
import {
  appErrorOf,
  factsOf,
  whyOut,
  type IncidentListState,
  isOlder,
  type ListFacts,
  UNKNOWN_LIST,
} from './listState.ts';
import { DEFAULT_WISHES, isSameQuery, type ListWishes, queryFor } from './listWishes.ts';
import { loadPages, sum } from './loadPages.ts';

export type { IncidentListState } from './listState.ts';

/** What a list is made from. */
export interface ServerIncidentsOptions {
  readonly client: ServerClient;
  /** Where the rows of all servers are; one of its own unless given. */
  readonly index?: IncidentIndex;
  /** Which incidents are wanted, and in which order. */
  readonly wishes?: ListWishes;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly changed: () => void;
  /** Hears of faults that are no {@link AppError}. */
  readonly fault: (error: unknown) => void;
}

/** The incidents of one server, page after page. Loads never reject: what went wrong is in {@link state}. */
export class ServerIncidents {
  readonly client: ServerClient;
  readonly #options: ServerIncidentsOptions;
  readonly #rows: ServerRows;
  #wishes: ListWishes;
  /** The filter with the person's name in it; undefined before the first load by these wishes. */
  #filter: PlainFilter;
  #facts: ListFacts = UNKNOWN_LIST;
  /** What was told while a load was under way, whose answer may be older. */
  #told = new Map<string, ShownIncident>();
  #loading: Promise<void> | undefined;
  readonly #counting: Recount;
  #asked = 0;
  #answered = 0;
  #wantsMore = false;
  #stop = new AbortController();

  constructor(options: ServerIncidentsOptions) {
    this.client = options.client;
    this.#options = options;
    this.#wishes = options.wishes ?? DEFAULT_WISHES;
    this.#filter = plainFilter(this.#wishes.filter, undefined);
    this.#rows = new ServerRows(options.index ?? new IncidentIndex(), options.client.id);
    this.#counting = new Recount(options.client, options.fault);
  }

  get state(): IncidentListState {
    const rows = this.#rows;
    return {
      ...this.#facts,
      ...{ size: rows.size, pressing: rows.pressing },
      get incidents() {
        return rows.all();
      },
    };
  }

  /** The row of an incident, where it is loaded. */
  node(id: string): IncidentNode | undefined {
    return this.#rows.node(id);
  }

  /** What the list leaves out; undefined where that is nothing, or the person is not known who "mine" is about. */
  get activeFilter(): PlainFilter | undefined {
    const { filter } = this.#wishes;
    const isUnknown = filter.mine && this.#filter.assignee.length === 0;
    return isUnfiltered(filter) || isUnknown ? undefined : this.#filter;
  }

  /** Gets the rows that are shown anew, as many as are open. Calls during a load end with one more load. */
  reload(): Promise<void> {
    this.#asked += 1;
    this.#loading ??= this.#run();
    return this.#loading;
  }

  /** Shows other incidents, or in another order: those of the loaded rows at once, the others when they are loaded. */
  async wish(wishes: ListWishes): Promise<void> {
    const before = this.#wishes;
    this.#wishes = wishes;
    if (isSameQuery(before, wishes)) {
      const { countBy } = queryFor(wishes, this.#filter);
      return countBy && this.#facts.counts ? this.#recount(true) : undefined;
    }
    this.#filter = plainFilter(wishes.filter, undefined);
    const { nextCursor: _another, counts: _others, leftOf: _before, ...facts } = this.#facts;
    this.#facts = facts;
    this.#rows.show((incident) => isLeft(incident, this.#filter));
    this.#restart();
    this.#options.changed();
    if (facts.phase !== 'waiting' && facts.phase !== 'signedOut') await this.reload();
  }

  /** Adds the next page to the rows; calls at the same time add one. */
  async loadMore(): Promise<void> {
    await this.#loading;
    if (this.#facts.nextCursor === undefined) return;
    if (!this.#loading) {
      this.#wantsMore = true;
      this.#loading = this.#run();
    }
    await this.#loading;
  }

  /** Takes one incident as it is now: one that changed, or a new one. What is older than what is known is dropped. */
  apply(incident: ShownIncident): void {
    if (this.#loading) this.#told.set(incident.id, incident);
    if (['waiting', 'signedOut'].includes(this.#facts.phase) || incident.id === '') return;
    if (this.#place(incident)) this.#options.changed();
  }

  /** Shows rows that were known an earlier time, until the first load has ended. */
  recall(incidents: readonly ShownIncident[], asOf: number): void {
    if (this.#facts.phase !== 'waiting' || this.#rows.size > 0) return;
    this.#rows.replace(incidents.filter((incident) => isLeft(incident, this.#filter)));
    this.#set({ ...this.#facts, asOf });
  }

  /** Forgets everything, as after a sign-out; an answer that is still to come is dropped. */
  clear(phase: 'waiting' | 'signedOut'): void {
    this.#restart();
    this.#rows.clear();
    this.#set({ ...UNKNOWN_LIST, phase });
  }

  dispose(): void {
    this.#stop.abort();
    this.#rows.clear();
  }

  #restart(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#told.clear();
    this.#wantsMore = false;
  }

  async #run(): Promise<void> {
    try {
      while (this.#answered !== this.#asked || this.#wantsMore) {
        const isReload = this.#answered !== this.#asked;
        if (isReload) this.#answered = this.#asked;
        else this.#wantsMore = false;
        await this.#attempt((source, signal) =>
          isReload ? this.#replace(source, signal) : this.#next(source, signal),
        );
      }
    } finally {
      this.#loading = undefined;
    }
  }

  async #replace(source: IncidentSource, signal: AbortSignal): Promise<void> {
    const wishes = this.#wishes;
    const me = wishes.filter.mine ? await source.whoAmI({ signal }) : undefined;
    const filter = plainFilter(wishes.filter, me);
    const isMineUnknown = wishes.filter.mine && me === undefined;
    const query = queryFor(wishes, filter);
    const { leftOf = this.#rows.size } = this.#facts;
    const page = isMineUnknown ? { incidents: [] } : await loadPages(source, { query, atLeast: leftOf }, signal);
    if (signal.aborted) return;
    this.#filter = filter;
    this.#rows.replace(page.incidents);
    const facts = { ...factsOf(page), asOf: this.#options.now(), ...(isMineUnknown ? { isMineUnknown } : {}) };
    const allPressing = query.filter || isMineUnknown ? this.#facts.allPressing : pressingOf(page);
    this.#facts = { ...facts, ...(allPressing === undefined ? {} : { allPressing }) };
    this.#placeTold();
    this.#options.changed();
    if (query.filter) this.#recount(false);
  }

  async #next(source: IncidentSource, signal: AbortSignal): Promise<void> {
    const { nextCursor: cursor } = this.#facts;
    const query = queryFor(this.#wishes, this.#filter);
    const page = await loadPages(source, { query, cursor, atLeast: 1 }, signal);
    if (signal.aborted) return;
    const { leftOf: before, asOf = this.#options.now(), counts, allPressing } = this.#facts;
    this.#rows.add(page.incidents);
    const leftOf = sum(before, page.leftOf);
    this.#facts = {
      ...(counts ? { counts } : {}),
      ...(allPressing === undefined ? {} : { allPressing }),
      ...{ ...factsOf(page), asOf },
      ...(leftOf === undefined ? {} : { leftOf }),
    };
    this.#placeTold();
    this.#options.changed();
  }

  #placeTold(): void {
    const told = [...this.#told.values()];
    this.#told.clear();
    for (const incident of told) this.#place(incident);
  }

  /** True where that changed something. */
  #place(incident: ShownIncident): boolean {
    const before = this.node(incident.id)?.incident;
    if (before && isOlder(incident, before)) return false;
    const isShown = isLeft(incident, this.#filter) && this.#facts.isMineUnknown !== true;
    const { counts, nextCursor, allPressing, ...facts } = this.#facts;
    // One that is on no page that was loaded may be counted already.
    const isKnown = before !== undefined || nextCursor === undefined;
    const isAll = queryFor(this.#wishes, this.#filter).filter === undefined;
    if (isShown) this.#rows.put(incident);
    else this.#rows.delete(incident.id);
    const isPressingKnown = before !== undefined || (isAll && isKnown);
    const pressing = allPressing && isPressingKnown ? pressingAfter(allPressing, before, incident) : allPressing;
    const changed = counts && isKnown ? adjustedCounts(counts, before, isShown ? incident : undefined) : counts;
    this.#facts = {
      ...facts,
      ...(nextCursor === undefined ? {} : { nextCursor }),
      ...(changed ? { counts: changed } : {}),
      ...(pressing ? { allPressing: pressing } : {}),
    };
    if (!isPressingKnown) this.#recount(isShown && !isKnown);
    return before !== undefined || isShown;
  }

  #recount(withMatching: boolean): void {
    const { signal } = this.#stop;
    const asked = { query: queryFor(this.#wishes, this.#filter), isCounted: this.#facts.counts !== undefined };
    this.#counting.ask({ ...asked, withMatching, signal }, (counted) => this.#set({ ...this.#facts, ...counted }));
  }

  /** Runs one load; its outcome counts only if the list was not cleared meanwhile. */
  async #attempt(load: (source: IncidentSource, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    this.#set({ ...this.#facts, loading: true });
    try {
      await load(await this.client.incidents({ signal }), signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #fail(thrown: unknown): void {
    if (!isAppError(thrown)) this.#options.fault(thrown);
    const error = appErrorOf(thrown);
    if (isSignedOut(error)) {
      this.#rows.clear();
      return this.#set({ ...UNKNOWN_LIST, phase: 'signedOut', error: whyOut(this.#facts, error) });
    }
    this.#set({ ...this.#facts, phase: isOffline(error) ? 'offline' : 'error', loading: false, error });
  }

  #set(facts: ListFacts): void {
    this.#facts = facts;
    this.#options.changed();
  }
}

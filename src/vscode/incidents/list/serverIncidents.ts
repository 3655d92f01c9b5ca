import { AppError, isAppError, isOffline, isSignedOut } from '../../../core/errors.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { IncidentCounts } from '../../../shared/incident.ts';

/** How many incidents a page asks for. */
const PAGE_SIZE = 50;

/** How one server's list stands. Rows stay through a refresh and through a loss of the network. */
export interface IncidentListState {
  /** How the last load ended; `waiting` before the first ended. */
  readonly phase: 'waiting' | 'ready' | 'signedOut' | 'offline' | 'error';
  /** Whether a load is under way. */
  readonly loading: boolean;
  readonly incidents: readonly ShownIncident[];
  readonly counts?: IncidentCounts;
  readonly nextCursor?: string;
  /** When the rows were last in step with the server, in milliseconds since 1970; absent before the first answer. */
  readonly asOf?: number;
  /** Why the last refresh failed. */
  readonly error?: AppError;
}

/** What a list is made from. */
export interface ServerIncidentsOptions {
  readonly client: ServerClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly changed: () => void;
  /** Hears of faults that are no {@link AppError}. */
  readonly fault: (error: unknown) => void;
}

const EMPTY: IncidentListState = { phase: 'waiting', loading: false, incidents: [] };

/** The incidents of one server, page after page. Loads never reject: what went wrong is in {@link state}. */
export class ServerIncidents {
  readonly client: ServerClient;
  readonly #options: ServerIncidentsOptions;
  #state: IncidentListState = EMPTY;
  #loading: Promise<void> | undefined;
  #asked = 0;
  #stop = new AbortController();

  constructor(options: ServerIncidentsOptions) {
    this.client = options.client;
    this.#options = options;
  }

  get state(): IncidentListState {
    return this.#state;
  }

  /** Gets the rows that are shown anew, as many pages as are open. Calls during a load end with one more load. */
  reload(): Promise<void> {
    this.#asked += 1;
    this.#loading ??= this.#run();
    return this.#loading;
  }

  /** Adds the next page to the rows. */
  async loadMore(): Promise<void> {
    await this.#loading;
    const { nextCursor: cursor } = this.#state;
    if (cursor === undefined || this.#loading) return;
    this.#loading = this.#attempt(async (signal) => this.#append(await this.#page(cursor, signal))).finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  /** Forgets everything, as after a sign-out; an answer that is still to come is dropped. */
  clear(phase: 'waiting' | 'signedOut'): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#set({ ...EMPTY, phase });
  }

  dispose(): void {
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    try {
      for (let answered = -1; answered !== this.#asked;) {
        answered = this.#asked;
        await this.#attempt((signal) => this.#replace(signal));
      }
    } finally {
      this.#loading = undefined;
    }
  }

  async #replace(signal: AbortSignal): Promise<IncidentListState> {
    const wanted = this.#state.incidents.length;
    let list = await this.#page(undefined, signal);
    while (list.nextCursor !== undefined && list.incidents.length < wanted) {
      const longer = merged(list, await this.#page(list.nextCursor, signal));
      if (longer.incidents.length === list.incidents.length) break;
      list = longer;
    }
    return { ...list, phase: 'ready', loading: false, asOf: this.#options.now() };
  }

  #append(page: IncidentRows): IncidentListState {
    return {
      ...merged(this.#state, page),
      phase: 'ready',
      loading: false,
      asOf: this.#state.asOf ?? this.#options.now(),
    };
  }

  async #page(cursor: string | undefined, signal: AbortSignal): Promise<IncidentRows> {
    const source = await this.client.incidents({ signal });
    return source.list({ limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) }, { signal });
  }

  /** Runs one load; its outcome counts only if the list was not cleared meanwhile. */
  async #attempt(load: (signal: AbortSignal) => Promise<IncidentListState>): Promise<void> {
    const { signal } = this.#stop;
    this.#set({ ...this.#state, loading: true });
    try {
      const loaded = await load(signal);
      if (!signal.aborted) this.#set(loaded);
    } catch (error) {
      if (!signal.aborted) this.#set(this.#failed(error));
    }
  }

  #failed(thrown: unknown): IncidentListState {
    if (!isAppError(thrown)) this.#options.fault(thrown);
    const error = isAppError(thrown)
      ? thrown
      : new AppError('answer_invalid', { what: 'incidents' }, { cause: thrown });
    if (isSignedOut(error)) return { ...EMPTY, phase: 'signedOut', error: this.#whyOut(error) };
    const phase = isOffline(error) ? 'offline' : 'error';
    return { ...this.#state, phase, loading: false, error };
  }

  /** That a session ended is heard once; whoever asks later hears only that nobody is signed in. */
  #whyOut(error: AppError): AppError {
    const { error: before } = this.#state;
    return isAppError(before, 'session_ended') ? before : error;
  }

  #set(state: IncidentListState): void {
    this.#state = state;
    this.#options.changed();
  }
}

type IncidentRows = Pick<IncidentListState, 'incidents' | 'counts' | 'nextCursor'>;

/** Both pages; an incident that moved from one to the other is kept once, as the later page has it. */
function merged(first: IncidentRows, next: IncidentRows): IncidentRows {
  const later = new Set(next.incidents.map(({ id }) => id));
  const incidents = [...first.incidents.filter(({ id }) => !later.has(id)), ...next.incidents];
  const counts = next.counts ?? first.counts;
  return {
    incidents,
    ...(counts ? { counts } : {}),
    ...(next.nextCursor === undefined ? {} : { nextCursor: next.nextCursor }),
  };
}

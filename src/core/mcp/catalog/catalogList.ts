import { AppError, isAppError } from '../../errors.ts';
import type { CallOptions } from '../connection.ts';
import type { ListState } from './listState.ts';

/** How long a list waits after a server's notice that it changed, in milliseconds. */
export interface NoticeTimes {
  /** After the last notice: many at once have the list loaded once. */
  readonly quiet: number;
  /** After the first one, however many follow. */
  readonly patience: number;
}

/** What a {@link CatalogList} is made from. */
export interface CatalogListOptions<Source, T> {
  readonly fetch: (source: Source, options: CallOptions) => Promise<readonly T[]>;
  readonly changed: () => void;
  readonly times: NoticeTimes;
}

/** One list, got from its source: loaded when it is asked to, and once for many notices that it changed. */
export class CatalogList<Source, T> {
  readonly #options: CatalogListOptions<Source, T>;
  #state: ListState<T> = { phase: 'unknown', items: [] };
  #isFresh = false;
  #again = false;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;

  constructor(options: CatalogListOptions<Source, T>) {
    this.#options = options;
  }

  get state(): ListState<T> {
    return this.#state;
  }

  /** Whether it was loaded and no change was missed since. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  /** Loads the list; where that runs already, once more after it. Never rejects. */
  load(source: Source): Promise<void> {
    this.#clearTimers();
    if (this.#running) {
      this.#again = true;
      return this.#running.done;
    }
    const stop = new AbortController();
    const done = this.#run(source, stop.signal);
    this.#running = { stop, done };
    return done;
  }

  /** The server says that the list changed. */
  notice(source: Source): void {
    const load = (): void => void this.load(source);
    const { quiet, patience } = this.#options.times;
    if (this.#quiet) this.#quiet.refresh();
    else this.#quiet = setTimeout(load, quiet);
    this.#patience ??= setTimeout(load, patience);
  }

  /** Ends whatever runs. What is known stays, and may miss changes from now on. */
  stop(): void {
    this.#clearTimers();
    this.#isFresh = false;
    this.#again = false;
    const running = this.#running;
    this.#running = undefined;
    running?.stop.abort();
    if (this.#state.phase === 'loading') this.#set({ phase: 'unknown', items: this.#state.items });
  }

  /** As {@link stop}, and nothing is known any more. */
  forget(): void {
    this.stop();
    this.#set({ phase: 'unknown', items: [] });
  }

  async #run(source: Source, signal: AbortSignal): Promise<void> {
    this.#again = false;
    this.#set({ phase: 'loading', items: this.#state.items });
    const next = await this.#fetch(source, signal);
    if (signal.aborted) return;
    const isLast = !this.#isWantedAgain();
    if (isLast) this.#running = undefined;
    this.#isFresh = next.phase === 'ready';
    this.#set(next);
    if (!isLast) await this.#run(source, signal);
  }

  #isWantedAgain(): boolean {
    return this.#again;
  }

  async #fetch(source: Source, signal: AbortSignal): Promise<ListState<T>> {
    try {
      return { phase: 'ready', items: await this.#options.fetch(source, { signal }) };
    } catch (error) {
      const known = isAppError(error) ? error : new AppError('answer_invalid', { what: 'list' }, { cause: error });
      return { phase: 'failed', items: this.#state.items, error: known };
    }
  }

  #set(state: ListState<T>): void {
    this.#state = state;
    this.#options.changed();
  }

  #clearTimers(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#quiet = undefined;
    this.#patience = undefined;
  }
}

import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { inBackground } from '../../inBackground.ts';
import { CALLBACK_LIMIT } from './callbackResponse.ts';
import { Handover } from './handover.ts';
import type { AwaitedCallback } from './handover.ts';

/** Milliseconds for which a sign-in waits for its callback. */
export const CALLBACK_WAIT = 5 * 60_000;
/** How often another window's hand-over is looked for, where the file system does not tell. */
const POLL_INTERVAL = 500;

interface Wait {
  readonly path: string;
  readonly deadline: number;
  finish(callback: URL): void;
  fail(error: AppError): void;
}

/** The one `state` of a callback of bearable length. */
function stateOf(url: URL): string | undefined {
  if (url.href.length > CALLBACK_LIMIT) return undefined;
  const states = url.searchParams.getAll('state');
  return states.length === 1 && states[0] !== '' ? states[0] : undefined;
}

/**
 * Brings callbacks to the sign-ins that wait for them, in this window or another one. A callback whose `state` nobody
 * waits for changes nothing, and neither does one on another path than its issuer's.
 */
export class Callbacks {
  readonly #waits = new Map<string, Wait>();
  readonly #handover: Handover;
  readonly #directory: string;
  readonly #now: () => number;
  readonly #log: Log;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { directory: string; now: () => number; log: Log }) {
    this.#directory = join(options.directory, 'callbacks');
    this.#now = options.now;
    this.#log = options.log;
    this.#handover = new Handover(this.#directory, options.now);
  }

  /**
   * Waits for a callback, once.
   * @throws AppError `authorization_expired` after five minutes, `cancelled`
   */
  async wait(awaited: AwaitedCallback, signal: AbortSignal): Promise<URL> {
    if (signal.aborted) throw new AppError('cancelled');
    const { state, path } = awaited;
    const deadline = this.#now() + CALLBACK_WAIT;
    const answer = Promise.withResolvers<URL>();
    // It can fail while the marker is still being written, before anybody awaits it.
    answer.promise.catch(() => undefined);
    const cancel = (): void => answer.reject(new AppError('cancelled'));
    signal.addEventListener('abort', cancel);
    this.#waits.set(state, { path, deadline, finish: answer.resolve, fail: answer.reject });
    try {
      await this.#announce(awaited, deadline);
      return await answer.promise;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#waits.delete(state);
      if (this.#waits.size === 0) this.#stopLooking();
      await this.#handover.withdraw(state).catch(() => this.#log.debug('A callback marker could not be removed'));
    }
  }

  /** Takes a callback that reached this window. */
  async deliver(url: URL): Promise<void> {
    const state = stateOf(url);
    if (state === undefined) return;
    const wait = this.#waits.get(state);
    if (!wait) {
      await this.#handover.give(state, url).catch(() => this.#log.warn('A callback could not be handed over'));
      return;
    }
    if (url.pathname === wait.path) this.#finish(state, wait, url);
  }

  dispose(): void {
    for (const wait of this.#waits.values()) wait.fail(new AppError('cancelled'));
    this.#waits.clear();
    this.#stopLooking();
  }

  #finish(state: string, wait: Wait, url: URL): void {
    this.#waits.delete(state);
    if (this.#now() < wait.deadline) wait.finish(url);
    else wait.fail(new AppError('authorization_expired'));
  }

  async #announce(awaited: AwaitedCallback, deadline: number): Promise<void> {
    const { state } = awaited;
    try {
      await this.#handover.announce(awaited, deadline);
      await this.#handover.sweep(2 * CALLBACK_WAIT);
      if (this.#waits.has(state)) this.#lookForHandovers();
    } catch {
      this.#log.warn('Callbacks that reach another window cannot be handed over: the folder cannot be used');
      if (this.#waits.has(state)) this.#timer ??= setInterval(() => this.#look(), POLL_INTERVAL);
    }
  }

  #lookForHandovers(): void {
    this.#timer ??= setInterval(() => this.#look(), POLL_INTERVAL);
    if (this.#watcher) return;
    try {
      this.#watcher = watch(this.#directory, { persistent: false }, () => this.#look());
      this.#watcher.on('error', () => this.#log.debug('The callback folder is not watched, only polled'));
    } catch {
      this.#log.debug('The callback folder is not watched, only polled');
    }
  }

  #stopLooking(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #look(): void {
    for (const [state, wait] of [...this.#waits]) {
      if (this.#now() >= wait.deadline) this.#finish(state, wait, new URL('about:blank'));
      else inBackground(this.#takeHandover(state), 'Taking a callback of another window', this.#log);
    }
  }

  async #takeHandover(state: string): Promise<void> {
    const callback = await this.#handover.take(state);
    const url = callback === undefined ? null : URL.parse(callback);
    const wait = this.#waits.get(state);
    if (url && wait && stateOf(url) === state && url.pathname === wait.path) this.#finish(state, wait, url);
  }
}

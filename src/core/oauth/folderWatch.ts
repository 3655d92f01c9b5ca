import { watch } from 'node:fs';
import type { Log } from '../effects.ts';

/** Milliseconds in which changes of a folder count as one. */
const SETTLE = 50;

/** Milliseconds between two looks at a folder that the system cannot watch. */
const SLOW_POLL = 30_000;

/** Tells of changes in some folders. Where the system cannot watch one, it bids its owner look every now and then. */
export class FolderWatch {
  readonly #log: Log;
  readonly #pollInterval: number;
  /** How to stop watching each. */
  readonly #watched = new Map<string, () => void>();

  constructor(log: Log, pollInterval = SLOW_POLL) {
    this.#log = log;
    this.#pollInterval = pollInterval;
  }

  /** Calls `changed` a little after something in the folder changed, or may have. */
  add(path: string, changed: () => void): void {
    if (this.#watched.has(path)) return;
    try {
      this.#watch(path, changed);
    } catch {
      this.#poll(path, changed);
    }
  }

  remove(path: string): void {
    this.#watched.get(path)?.();
    this.#watched.delete(path);
  }

  dispose(): void {
    for (const path of [...this.#watched.keys()]) this.remove(path);
  }

  #watch(path: string, changed: () => void): void {
    let timer: NodeJS.Timeout | undefined;
    const watcher = watch(path, { persistent: false });
    watcher.on('change', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        changed();
      }, SETTLE).unref();
    });
    watcher.on('error', () => {
      this.remove(path);
      this.#poll(path, changed);
    });
    this.#watched.set(path, () => {
      clearTimeout(timer);
      watcher.close();
    });
  }

  #poll(path: string, changed: () => void): void {
    this.#log.debug('A folder of sessions cannot be watched; it is looked at every now and then');
    const timer = setInterval(changed, this.#pollInterval).unref();
    this.#watched.set(path, () => clearInterval(timer));
  }
}

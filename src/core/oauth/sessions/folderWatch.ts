import { watch } from 'node:fs';
import type { Log } from '../../effects.ts';

/** Milliseconds in which changes of a folder count as one. */
const SETTLE = 50;

/** Tells of changes in some folders. Where the system cannot watch one, it bids its owner look every now and then. */
export class FolderWatch {
  readonly #log: Log;
  /** How to stop watching each. */
  readonly #watched = new Map<string, () => void>();

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Calls `changed` a little after something in the folder changed. Where the system cannot watch the folder, as on some
   * network drives, it may have: then `changed` is called every `pollInterval` milliseconds.
   */
  add(path: string, changed: () => void, pollInterval: number): void {
    if (this.#watched.has(path)) return;
    try {
      this.#watch(path, changed, pollInterval);
    } catch {
      this.#poll(path, changed, pollInterval);
    }
  }

  remove(path: string): void {
    this.#watched.get(path)?.();
    this.#watched.delete(path);
  }

  dispose(): void {
    for (const path of [...this.#watched.keys()]) this.remove(path);
  }

  #watch(path: string, changed: () => void, pollInterval: number): void {
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
      this.#poll(path, changed, pollInterval);
    });
    this.#watched.set(path, () => {
      clearTimeout(timer);
      watcher.close();
    });
  }

  #poll(path: string, changed: () => void, pollInterval: number): void {
    this.#log.debug('A folder of sessions cannot be watched; it is looked at every now and then');
    const timer = setInterval(changed, pollInterval).unref();
    this.#watched.set(path, () => clearInterval(timer));
  }
}

import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Log } from '../effects.ts';

/** Milliseconds in which changes of a folder count as one. */
const SETTLE = 50;

interface Watched {
  readonly watcher: FSWatcher;
  timer?: NodeJS.Timeout | undefined;
}

/** Tells of changes in some folders. Where the system cannot watch, it stays silent. */
export class FolderWatch {
  readonly #log: Log;
  readonly #watched = new Map<string, Watched>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Calls `changed` a little after something in the folder changed. */
  add(path: string, changed: () => void): void {
    if (this.#watched.has(path)) return;
    try {
      const watched: Watched = { watcher: watch(path, { persistent: false }) };
      watched.watcher.on('change', () => {
        watched.timer ??= setTimeout(() => {
          watched.timer = undefined;
          changed();
        }, SETTLE).unref();
      });
      watched.watcher.on('error', () => this.remove(path));
      this.#watched.set(path, watched);
    } catch {
      this.#log.debug('A folder of sessions cannot be watched; changes are found at the next refresh');
    }
  }

  remove(path: string): void {
    const watched = this.#watched.get(path);
    this.#watched.delete(path);
    clearTimeout(watched?.timer);
    watched?.watcher.close();
  }

  dispose(): void {
    for (const path of [...this.#watched.keys()]) this.remove(path);
  }
}

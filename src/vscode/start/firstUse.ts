import type { Subscription } from '../../core/effects.ts';

/** A part that is loaded and built when somebody first needs it, and is disposed of with the extension. */
export class FirstUse<T extends Subscription> implements Subscription {
  readonly #load: () => Promise<T>;
  #loading: Promise<T> | undefined;
  #part: T | undefined;
  #ended = false;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** The part. Where loading it failed, the next call tries again. @throws whatever loading throws */
  get(): Promise<T> {
    if (this.#loading) return this.#loading;
    const loading = this.#start();
    loading.catch(() => {
      this.#loading = undefined;
    });
    this.#loading = loading;
    return loading;
  }

  dispose(): void {
    this.#ended = true;
    this.#part?.dispose();
  }

  async #start(): Promise<T> {
    // In a turn of its own, so that nothing is read by whoever only registers things.
    await Promise.resolve();
    const part = this.#ended ? undefined : await this.#load();
    // It may have ended in the meantime.
    if (this.#ended) part?.dispose();
    if (this.#ended || !part) throw new Error('The extension has been deactivated.');
    this.#part = part;
    return part;
  }
}

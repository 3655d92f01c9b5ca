import { AppError } from '../errors.ts';

interface Running<T> {
  readonly stop: AbortController;
  readonly result: Promise<T>;
  waiting: number;
}

/** Something that runs once for all who ask for it at the same time, and is stopped when the last of them leaves. */
export class SharedAttempt<T> {
  readonly #start: (signal: AbortSignal) => Promise<T>;
  #running: Running<T> | undefined;

  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.#start = start;
  }

  /** The result of the running attempt, or of a new one. @throws AppError `cancelled` when `signal` aborts. */
  async join(signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw new AppError('cancelled');
    const running = (this.#running ??= this.#begin());
    running.waiting += 1;
    const cancelled = Promise.withResolvers<never>();
    const leave = (): void => cancelled.reject(new AppError('cancelled'));
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([running.result, cancelled.promise]);
    } finally {
      signal?.removeEventListener('abort', leave);
      running.waiting -= 1;
      if (running.waiting === 0) this.#end(running);
    }
  }

  /** Stops the running attempt; those who wait for it get whatever it throws. */
  abort(): void {
    if (this.#running) this.#end(this.#running);
  }

  #begin(): Running<T> {
    const stop = new AbortController();
    const running: Running<T> = { stop, result: this.#start(stop.signal), waiting: 0 };
    void running.result.catch(() => undefined).finally(() => this.#forget(running));
    return running;
  }

  #end(running: Running<T>): void {
    this.#forget(running);
    running.stop.abort();
  }

  #forget(running: Running<T>): void {
    if (this.#running === running) this.#running = undefined;
  }
}

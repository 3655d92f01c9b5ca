import { AppError } from '../../../core/errors.ts';

/**
 * Lets a page do one thing at a time. What it does by itself gives way to what the person wants, so that no press is
 * lost, and is made up for later.
 */
export class Turns {
  readonly #again: () => Promise<void>;
  #running: Promise<void> | undefined;
  /** Ends what the page does by itself. */
  #unseen: AbortController | undefined;
  #isDue = false;

  /** @param again runs after a turn during which {@link later} was called */
  constructor(again: () => Promise<void>) {
    this.#again = again;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Runs what the person wants; while another such thing is under way it does nothing. */
  async asked(run: () => Promise<void>): Promise<void> {
    while (this.#unseen) {
      this.#unseen.abort(new AppError('cancelled'));
      await this.#running;
    }
    if (!this.#running) await this.#turn(run);
  }

  /** Runs what the page does by itself, now or later. The signal is aborted where it has to give way. */
  async unseen(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#running) return this.later();
    const stop = new AbortController();
    this.#unseen = stop;
    await this.#turn(() => run(stop.signal));
  }

  /** Has something done by itself once nothing is under way. */
  later(): void {
    this.#isDue = true;
  }

  async #turn(run: () => Promise<void>): Promise<void> {
    this.#running = run();
    try {
      await this.#running;
    } finally {
      this.#running = this.#unseen = undefined;
    }
    if (!this.#isDue) return;
    this.#isDue = false;
    await this.#again();
  }
}

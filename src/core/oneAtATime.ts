/** Work that never runs twice at the same time: asked for while it runs, it runs once more after. */
export class OneAtATime {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves once it ran to the end, begun after this call. Rejects as the work does. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#start();
    return this.#running;
  }

  async #start(): Promise<void> {
    try {
      while (this.#isWanted()) {
        this.#again = false;
        await this.#work();
      }
    } finally {
      this.#running = undefined;
    }
  }

  #isWanted(): boolean {
    return this.#again;
  }
}

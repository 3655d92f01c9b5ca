import { AppError } from '../../core/errors.ts';

/** Puts what servers ask to the person one by one: a quick input would take the place of another. */
export class QuestionQueue {
  readonly #waiting = new Map<string, number>();
  readonly #limit: number;
  #last: Promise<unknown> = Promise.resolve();

  /** @param limit questions of one asker that wait at most: nobody is to be worn down by one that never stops asking */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  /**
   * Asks once all earlier questions are answered. `asker` is the id of who asks.
   * @throws AppError `cancelled` where nobody waits any more by then, or too much of the asker's waits already
   */
  async ask<T>(asker: string, signal: AbortSignal, question: () => Promise<T>): Promise<T> {
    const before = this.#waiting.get(asker) ?? 0;
    if (before >= this.#limit) throw new AppError('cancelled');
    this.#waiting.set(asker, before + 1);
    const asked = this.#last.then(() => {
      if (signal.aborted) throw new AppError('cancelled');
      return question();
    });
    this.#last = asked.catch(() => undefined);
    try {
      return await asked;
    } finally {
      const left = (this.#waiting.get(asker) ?? 1) - 1;
      if (left > 0) this.#waiting.set(asker, left);
      else this.#waiting.delete(asker);
    }
  }
}

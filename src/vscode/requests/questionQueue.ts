import { AppError } from '../../core/errors.ts';

/** Puts what servers ask to the person one by one: a quick input would take the place of another. */
export class QuestionQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Asks once all earlier questions are answered. @throws AppError `cancelled` where nobody waits any more by then */
  ask<T>(signal: AbortSignal, question: () => Promise<T>): Promise<T> {
    const asked = this.#last.then(() => {
      if (signal.aborted) throw new AppError('cancelled');
      return question();
    });
    this.#last = asked.catch(() => undefined);
    return asked;
  }
}

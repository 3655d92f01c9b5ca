import type { Logger } from 'pino';
import { failureWords, type FailureWords } from '../failureWords.ts';
import { tracedRequest } from '../http/traceRequest.ts';
import { Repetitions } from './repetitions.ts';

/** Within so many milliseconds the same failure is told once, and once more with a count. */
const WINDOW = 1000;

/** Where failures go. */
export interface FailureReports {
  readonly report: (error: Error) => void;
  /** Tells of what was counted until now. */
  readonly close: () => void;
}

/** Logs what failed and why, with the request that it belongs to; what belongs to none may come many times at once. */
export function reportFailures(log: Logger, now: () => number): FailureReports {
  const repetitions = new Repetitions<FailureWords>({
    ...{ limit: 1, window: WINDOW, now },
    tell: ({ msg, ...words }, repeated) => log.error({ ...words, ...repeated }, msg),
  });
  return {
    report(error) {
      const words = failureWords(error);
      const { msg, ...why } = words;
      const request = tracedRequest.getStore()?.id;
      const isTold =
        request !== undefined || repetitions.isTold({ key: JSON.stringify([msg, why.error]), event: words });
      if (isTold) log.error({ request, ...why }, msg);
    },
    close: () => repetitions.close(),
  };
}

import type { Logger } from 'pino';
import { failureWords, type FailureWords } from '../failureWords.ts';
import { tracedRequest } from '../http/traceRequest.ts';
import { Repetitions } from './repetitions.ts';

/** Milliseconds within which the same failure is told so often, and once more with a count of the others. */
const WINDOW = 1000;
/** Each has the id of its own request. */
const LIMIT_OF_REQUESTS = 10;

/** Where failures go. */
export interface FailureReports {
  readonly report: (error: Error) => void;
  /** Tells of what was counted until now. */
  readonly close: () => void;
}

/** Logs what failed and why, with the request that it belongs to; the same may come many times at once. */
export function reportFailures(log: Logger, now: () => number): FailureReports {
  const counting = (limit: number): Repetitions<FailureWords> =>
    new Repetitions({
      ...{ limit, window: WINDOW, now },
      tell: ({ msg, ...words }, repeated) => log.error({ ...words, ...repeated }, msg),
    });
  const ofRequests = counting(LIMIT_OF_REQUESTS);
  const ofNone = counting(1);
  return {
    report(error) {
      const words = failureWords(error);
      const { msg, ...why } = words;
      const request = tracedRequest.getStore()?.id;
      const repetitions = request === undefined ? ofNone : ofRequests;
      if (repetitions.isTold({ key: JSON.stringify([msg, why.error]), event: words }))
        log.error({ request, ...why }, msg);
    },
    close() {
      ofRequests.close();
      ofNone.close();
    },
  };
}

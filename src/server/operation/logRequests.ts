import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { isProbePath } from '../http/healthRouter.ts';
import { CUT_OFF, requestLog } from '../http/requestLog.ts';

/**
 * Logs each request that is over. A 503 is an answer that the server means to give, where it is full or cannot check
 * tokens, and no failure.
 */
export function logRequests(log: Logger, monotonic: () => number): RequestHandler {
  return requestLog((line) => {
    if (isProbePath(line.path)) log.debug(line, 'probe');
    else if (line.status === 503) log.warn(line, 'request put off');
    else if (line.status >= 500) log.error(line, 'request failed');
    else log.info(line, line.status === CUT_OFF ? 'request cut off' : 'request');
  }, monotonic);
}

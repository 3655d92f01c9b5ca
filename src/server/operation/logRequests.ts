import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { isProbePath } from '../http/healthRouter.ts';
import { requestFacts } from '../http/requestFacts.ts';
import { CUT_OFF, requestLog } from '../http/requestLog.ts';

/**
 * Logs each request that is over, unless it is counted with others. A 503 is an answer that the server means to give,
 * where it is full or cannot check tokens, and no failure.
 */
export function logRequests(log: Logger, monotonic: () => number): RequestHandler {
  return requestLog((line, request, response) => {
    if (request.traced?.isCounted === true) return;
    const told = { ...line, ...requestFacts(request, response) };
    if (isProbePath(line.path)) log.debug(told, 'probe');
    else if (line.status === 503) log.warn(told, 'request put off');
    else if (line.status >= 500 || request.traced?.outcome === 'failed') log.error(told, 'request failed');
    else log.info(told, line.status === CUT_OFF ? 'request cut off' : 'request');
  }, monotonic);
}

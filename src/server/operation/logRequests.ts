import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { isProbePath } from '../http/healthRouter.ts';
import { callOf } from '../http/requestLog.ts';
import { requestFacts } from '../http/requestFacts.ts';

/**
 * Logs each answered request: who called what, and how it went. No query, no token. A 503 is an answer that the server
 * means to give, where it is full or cannot check tokens, and no failure.
 */
export function logRequests(log: Logger, now: () => number): RequestHandler {
  return (request, response, next) => {
    const started = now();
    response.on('close', () => {
      const line = {
        method: request.method,
        path: request.path.slice(0, 100),
        status: response.statusCode,
        ms: now() - started,
        call: callOf(request.body),
        client: request.auth?.clientId,
        address: request.ip,
        ...requestFacts(request, response),
      };
      if (request.traced?.isCounted === true) return;
      if (isProbePath(request.path)) log.debug(line, 'probe');
      else if (response.statusCode === 503) log.warn(line, 'request put off');
      else if (response.statusCode >= 500 || request.traced?.outcome === 'failed') log.error(line, 'request failed');
      else log.info(line, 'request');
    });
    next();
  };
}

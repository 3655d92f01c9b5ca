import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { callOf } from '../http/requestLog.ts';

/** Logs each answered request: who called what, and how it went. No query, no token. */
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
      };
      if (response.statusCode >= 500) log.error(line, 'request failed');
      else log.info(line, 'request');
    });
    next();
  };
}

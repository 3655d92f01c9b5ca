import type { ErrorRequestHandler } from 'express';
import { sendErrorPage } from '../pages/errorPage.ts';
import { RecordsUnreachable, RETRY_AFTER_SECONDS } from '../temporarilyUnavailable.ts';

/** Says on the pages of the proxy that its records cannot be reached; hands on what is no such error. */
export function showUnavailable(report: (error: Error) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (!(error instanceof RecordsUnreachable) || response.headersSent) {
      next(error);
      return;
    }
    report(error.inWords());
    response.set('Retry-After', RETRY_AFTER_SECONDS);
    sendErrorPage(response, error.status, error.description);
  };
}

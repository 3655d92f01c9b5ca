import type { ErrorRequestHandler } from 'express';
import * as z from 'zod';
import { asError } from '../../asError.ts';
import { noteRefusal } from '../../http/noteRefusal.ts';
import { sendErrorPage } from '../pages/errorPage.ts';

const errorSchema = z.object({ status: z.number().int().min(400).max(499) });

/** Answers as RFC 7591 section 3.2.2 has it where a registration could not be read; hands on what is no such error. */
export function refuseUnreadable(largest: number): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const known = errorSchema.safeParse(error);
    if (!known.success || response.headersSent) {
      next(error);
      return;
    }
    const { status } = known.data;
    const isTooLarge = status === 413;
    noteRefusal(response, isTooLarge ? 'body too large' : 'body not valid');
    const error_description = isTooLarge
      ? `the body is over the limit of ${largest} bytes`
      : 'the body is not valid JSON';
    response
      .status(status)
      .set('Cache-Control', 'no-store')
      .json({ error: 'invalid_client_metadata', error_description });
  };
}

/** Answers with a page where a person waits for one: what cannot be read is theirs, everything else is reported. */
export function showFailure(report: (error: Error) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = errorSchema.safeParse(error);
    if (known.success) {
      sendErrorPage(response, known.data.status, 'What the browser sent could not be read.');
      return;
    }
    report(asError(error));
    sendErrorPage(response, 500, 'Something failed at Incident Desk. Try again in a minute.');
  };
}

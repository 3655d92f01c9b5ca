import type { ErrorRequestHandler } from 'express';
import * as z from 'zod';
import { noteRefusal } from '../../http/noteRefusal.ts';

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

import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import * as z from 'zod';
import { noteRefusal } from './noteRefusal.ts';
import { rpcError } from './rpcError.ts';
import { noteOutcome } from './traceRequest.ts';

/** What express and its parser of bodies say of a request that is not as it must be. */
const httpErrorSchema = z.object({ status: z.number().int().min(400).max(499), type: z.string().optional() });

/** What is wrong, by the names of the parser of bodies. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'body not valid',
  'entity.too.large': 'body too large',
  'encoding.unsupported': 'Content-Encoding not supported',
  'charset.unsupported': 'charset not supported',
  'request.aborted': 'body cut off by the client',
};

function reasonOf(error: unknown, type = ''): string {
  if (error instanceof URIError) return 'address not valid';
  return PROBLEMS[type] ?? 'body not readable';
}

/** Answers requests that failed on their way to where they are served. */
export function answerErrors(report: (error: Error) => void, largestBody: number): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // A body whose request was refused meanwhile.
    if (response.writableEnded) return;
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = httpErrorSchema.safeParse(error);
    if (!known.success) {
      noteOutcome('failed');
      report(new Error('a request could not be answered', { cause: error }));
      response.status(500).json(rpcError(-32603, 'Internal error'));
      return;
    }
    const { status, type } = known.data;
    const reason = reasonOf(error, type);
    noteRefusal(response, reason);
    response.status(status);
    if (type === 'entity.parse.failed') response.json(rpcError(-32700, 'Parse error: the body is not valid JSON'));
    else if (status === 413) response.json(rpcError(-32000, `The body is over the limit of ${largestBody} bytes`));
    else response.json(rpcError(-32000, `${STATUS_CODES[status] ?? 'Refused'}: ${reason}`));
  };
}

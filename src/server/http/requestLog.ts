import type { Request, RequestHandler, Response } from 'express';
import { messageSchema } from '../mcp/messageSchema.ts';

/** The status, of no standard, of a request whose connection ended before anything of its answer was sent. */
export const CUT_OFF = 499;

/** What a request body calls, short enough for a log. */
export function callOf(body: unknown): string | undefined {
  const call = messageSchema.safeParse(body);
  if (!call.success) return undefined;
  const { method, params } = call.data;
  return (params?.name === undefined ? method : `${method} ${params.name}`).slice(0, 100);
}

/** The status of what was answered, once a response is closed. */
export function statusOf(response: Response): number {
  return response.headersSent ? response.statusCode : CUT_OFF;
}

function lineOf(request: Request, status: number, ms: number) {
  return {
    method: request.method,
    path: request.path.slice(0, 100),
    status,
    ms: Math.round(ms),
    call: callOf(request.body),
    client: request.auth?.clientId,
    address: request.ip,
  };
}

/** What a log has of a request: who called what, and how it went. No query, no token. */
export type RequestLine = ReturnType<typeof lineOf>;

/** Writes a line of each request that is over. */
export function requestLog(
  write: (line: RequestLine, request: Request, response: Response) => void,
  monotonic: () => number,
): RequestHandler {
  return (request, response, next) => {
    const started = monotonic();
    response.on('close', () => write(lineOf(request, statusOf(response), monotonic() - started), request, response));
    next();
  };
}

import type { RequestHandler } from 'express';
import { messageSchema } from '../mcp/messageSchema.ts';

/** What a request body calls, short enough for a log. */
export function callOf(body: unknown): string | undefined {
  const call = messageSchema.safeParse(body);
  if (!call.success) return undefined;
  const { method, params } = call.data;
  return (params?.name === undefined ? method : `${method} ${params.name}`).slice(0, 100);
}

/** Writes one line of JSON for each answered request: who called what, and how it went. No query, no token. */
export function requestLog(log: (line: string) => void, now: () => number): RequestHandler {
  return (request, response, next) => {
    const started = now();
    response.on('close', () => {
      const line = {
        at: new Date(started).toISOString(),
        method: request.method,
        path: request.path.slice(0, 100),
        status: response.statusCode,
        ms: now() - started,
        call: callOf(request.body),
        client: request.auth?.clientId,
      };
      log(JSON.stringify(line));
    });
    next();
  };
}

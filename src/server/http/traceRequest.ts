import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';

/** A request while it is served, as what is written of it and counted needs it. */
export interface TracedRequest {
  /** Names it in the log, in the audit log and to whoever sent it. */
  readonly id: string;
  /** Where it came from. */
  readonly address: string | undefined;
  /** How the call in it went, whatever its status. */
  outcome: 'ok' | 'refused' | 'failed';
  /** Whether it is counted with others of its kind, in place of being told by itself. */
  isCounted: boolean;
}

declare module 'express-serve-static-core' {
  interface Request {
    traced?: TracedRequest;
  }
}

/** The request that is served. */
export const tracedRequest = new AsyncLocalStorage<TracedRequest>();

const ID = /^[\w-]{8,64}$/;
/** The trace within `traceparent` (W3C Trace Context, section 3.2). */
const TRACE = /^00-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The id that a trusted proxy gave; express tells of whom a proxy speaks for where it trusts the proxy alone. */
function givenId({ headers, ips }: Request): string | undefined {
  if (ips.length === 0) return undefined;
  const { traceparent, 'x-request-id': id } = headers;
  if (typeof id === 'string' && ID.test(id)) return id;
  return typeof traceparent === 'string' ? TRACE.exec(traceparent)?.[1] : undefined;
}

/** Gives each request an id, which its answer has as `X-Request-Id`; a trusted proxy's is taken where it is a plain one. */
export const traceRequest: RequestHandler = (request, response, next) => {
  const traced: TracedRequest = {
    id: givenId(request) ?? randomUUID(),
    address: request.ip,
    outcome: 'ok',
    isCounted: false,
  };
  request.traced = traced;
  response.set('X-Request-Id', traced.id);
  tracedRequest.run(traced, next);
};

/** Notes that the call that is served was refused, or failed through this server's fault, which outweighs it. */
export function noteOutcome(outcome: 'refused' | 'failed'): void {
  const traced = tracedRequest.getStore();
  if (traced !== undefined && traced.outcome !== 'failed') traced.outcome = outcome;
}

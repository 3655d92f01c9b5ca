import { STATUS_CODES } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { BriefCache } from '../auth/briefCache.ts';
import { principalOf } from '../auth/principal.ts';
import { isProbePath } from '../http/healthRouter.ts';
import { isAudited, isRefusal, notedRefusal } from '../http/noteRefusal.ts';
import { callOf } from '../http/requestLog.ts';
import { kindOfRefusal } from '../http/refusalKind.ts';
import type { Audit, AuditEvent } from './audit.ts';

/** One token from one address is told of once in this many milliseconds. */
const ONCE_IN = 60 * 60 * 1000;

function who(request: Request) {
  if (request.auth === undefined) return {};
  const { subject, uid, clientId, tokenId, expiresAt } = principalOf(request.auth);
  return { subject, uid, client: clientId, token: tokenId ?? String(expiresAt) };
}

/** Who hears of refusals. */
export interface RefusalParts {
  /** Whether it is told by itself: too many of a kind are counted, and told together. */
  readonly isTold: (refusal: AuditEvent) => boolean;
  readonly count: (status: number, kind: string) => void;
}

/**
 * Keeps every refusal, by itself or counted, and each authentication: the first time that a token is taken from an
 * address. Comes before what logs requests, which goes by it.
 */
export function auditRequests(audit: Audit, refusals: RefusalParts, monotonic: () => number): RequestHandler {
  const known = new BriefCache<true>(monotonic);
  return (request, response, next) => {
    const { ip: address, traced } = request;
    const path = request.path.slice(0, 100);
    response.on('close', () => {
      const { statusCode: status } = response;
      const { token, ...person } = who(request);
      const key = JSON.stringify([person.subject, person.client, token, address]);
      if (token !== undefined && known.get(key) === undefined) {
        known.set(key, true, ONCE_IN);
        audit({ event: 'authentication', ...person, address, path }, traced?.id);
      }
      // Not ready is what those ask who watch the server.
      const isNotReady = status === 503 && isProbePath(request.path);
      if (!isRefusal(status) || isNotReady) return;
      const reason = notedRefusal(response) ?? STATUS_CODES[status];
      const refusal = {
        event: 'refusal',
        ...person,
        address,
        path,
        call: callOf(request.body),
        status,
        reason,
      } as const;
      refusals.count(status, kindOfRefusal(reason));
      if (isAudited(response)) return;
      if (refusals.isTold(refusal)) audit(refusal, traced?.id);
      else if (traced) traced.isCounted = true;
    });
    next();
  };
}

import { STATUS_CODES } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { BriefCache } from '../auth/briefCache.ts';
import { principalOf } from '../auth/principal.ts';
import { isProbePath } from '../http/healthRouter.ts';
import { isAudited, isRefusal, notedRefusal } from '../http/noteRefusal.ts';
import { callOf } from '../http/requestLog.ts';
import type { Audit } from './audit.ts';

/** One token from one address is told of once in this many milliseconds. */
const ONCE_IN = 60 * 60 * 1000;

function who(request: Request) {
  if (request.auth === undefined) return {};
  const { subject, uid, clientId, tokenId, expiresAt } = principalOf(request.auth);
  return { subject, uid, client: clientId, token: tokenId ?? String(expiresAt) };
}

/** Keeps every refusal, and each authentication: the first time that a token is taken from an address. */
export function auditRequests(audit: Audit, monotonic: () => number): RequestHandler {
  const known = new BriefCache<true>(monotonic);
  return (request, response, next) => {
    const { ip: address } = request;
    const path = request.path.slice(0, 100);
    response.on('close', () => {
      const { statusCode: status } = response;
      const { token, ...person } = who(request);
      const key = JSON.stringify([person.subject, person.client, token, address]);
      if (token !== undefined && known.get(key) === undefined) {
        known.set(key, true, ONCE_IN);
        audit({ event: 'authentication', ...person, address, path });
      }
      // Not ready is what those ask who watch the server.
      const isNotReady = status === 503 && isProbePath(request.path);
      if (!isRefusal(status) || isNotReady || isAudited(response)) return;
      audit({
        event: 'refusal',
        ...person,
        address,
        path,
        call: callOf(request.body),
        status,
        reason: notedRefusal(response) ?? STATUS_CODES[status],
      });
    });
    next();
  };
}

import type { RequestHandler } from 'express';
import { isLoopbackHostname } from '../../../shared/loopback.ts';
import { noteRefusal } from '../../http/noteRefusal.ts';

/** Whether a web page of that origin may use the endpoints that need no person. */
function isAllowed(origin: string, issuer: URL, allowed: readonly string[]): boolean {
  if (origin === issuer.origin || allowed.includes(origin)) return true;
  // A proxy on loopback is there to be tried: with the inspector, which is a page on another port.
  return isLoopbackHostname(issuer.hostname) && isLoopbackHostname(URL.parse(origin)?.hostname ?? '');
}

/** CORS without credentials, for the configured origins; a request that names another one is refused. */
export function allowOrigins(issuer: string, allowed: readonly string[]): RequestHandler {
  const own = new URL(issuer);
  return (request, response, next) => {
    const origin = request.get('origin');
    response.vary('Origin');
    if (origin === undefined) {
      next();
    } else if (!isAllowed(origin, own, allowed)) {
      noteRefusal(response, `foreign origin: ${origin}`);
      response.status(403).json({ error: 'invalid_request', error_description: 'This origin is not allowed' });
    } else {
      response.set('Access-Control-Allow-Origin', origin);
      if (request.method !== 'OPTIONS') return next();
      response.set({
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, DPoP, MCP-Protocol-Version',
        'Access-Control-Max-Age': '3600',
      });
      response.status(204).end();
    }
  };
}

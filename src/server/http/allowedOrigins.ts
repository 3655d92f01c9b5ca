import { localhostAllowedHostnames } from '@modelcontextprotocol/server';
import { type RequestHandler, type Response, Router } from 'express';
import { isLoopbackHostname } from '../../shared/loopback.ts';
import { noteRefusal } from './noteRefusal.ts';
import { rpcError } from './rpcError.ts';

const EXPOSED = 'WWW-Authenticate, Mcp-Session-Id, Mcp-Protocol-Version, Retry-After, X-Request-Id';
const ASKED_HEADERS = /^(?:authorization|content-type|accept|dpop|last-event-id|mcp-[\w-]+)$/;
/** As much of a foreign header as the audit log gets, in characters. */
const KEPT = 100;

function allowedHeaders(asked: string | undefined): string {
  const names = (asked ?? '').toLowerCase().split(/\s*,\s*/);
  return names.filter((name) => ASKED_HEADERS.test(name.trim())).join(', ');
}

function refuse(response: Response, origin: string, body: object): void {
  noteRefusal(response, `foreign origin: ${origin.slice(0, KEPT)}`);
  response.status(403).json(body);
}

/** The origin of `resource`; on loopback by each name of this computer, which all lead to the same port. */
export function ownOrigins({ protocol, host, hostname, port }: URL): string[] {
  const names = isLoopbackHostname(hostname) ? localhostAllowedHostnames() : [];
  const suffix = port === '' ? '' : `:${port}`;
  return [`${protocol}//${host}`, ...names.map((name) => `${protocol}//${name}${suffix}`)];
}

/**
 * Refuses requests of web pages but those of the server's `own` origins and of the listed ones, which may read answers
 * too (CORS). Origins are compared whole: scheme, host and port. Programs send none, and pass.
 *
 * @param refusal the body of a refusal
 */
export function allowedOrigins(
  listed: readonly string[],
  own: readonly string[],
  refusal: object = rpcError(-32000, 'Web pages of this origin may not call this server'),
): Router {
  const share: RequestHandler = (request, response, next) => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin === undefined || (own.includes(origin) && !listed.includes(origin))) {
      next();
      return;
    }
    if (!listed.includes(origin)) {
      refuse(response, origin, refusal);
      return;
    }
    response.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED });
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!isPreflight) {
      next();
      return;
    }
    response.set({
      'Access-Control-Allow-Methods': 'GET, POST, DELETE',
      'Access-Control-Allow-Headers': allowedHeaders(request.get('access-control-request-headers')),
      'Access-Control-Max-Age': '600',
    });
    response.status(204).end();
  };
  return Router().use(share);
}

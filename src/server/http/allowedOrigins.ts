import { originValidation } from '@modelcontextprotocol/express';
import { type RequestHandler, Router } from 'express';

const EXPOSED = 'WWW-Authenticate, Mcp-Session-Id, Mcp-Protocol-Version, Retry-After';
const ASKED_HEADERS = /^(?:authorization|content-type|accept|dpop|last-event-id|mcp-[\w-]+)$/;

function allowedHeaders(asked: string | undefined): string {
  const names = (asked ?? '').toLowerCase().split(/\s*,\s*/);
  return names.filter((name) => ASKED_HEADERS.test(name.trim())).join(', ');
}

/** Refuses requests of foreign web pages, and lets those of the listed origins read answers (CORS). */
export function allowedOrigins(origins: readonly string[], hostnames: string[]): Router {
  const validate = originValidation(hostnames);
  const share: RequestHandler = (request, response, next) => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin === undefined || !origins.includes(origin)) {
      validate(request, response, next);
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

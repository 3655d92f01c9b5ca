import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a caller has to know. */
export interface GatewayDoor {
  /** Address and port that are listened on, as a caller who meant them writes them. */
  readonly host: string;
  readonly secret: string;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function knowsSecret(request: IncomingMessage, secret: string): boolean {
  const [scheme = '', given = ''] = (request.headers.authorization ?? '').split(' ');
  // Digests have one length whatever was sent, so that the time says nothing of the secret.
  return scheme.toLowerCase() === 'bearer' && timingSafeEqual(digest(given), digest(secret));
}

/**
 * Why a request is not for us, as a status; undefined for one of the editor. Who does not know the secret is not told
 * which paths there are.
 */
export function callerRefusal(request: IncomingMessage, { host, secret }: GatewayDoor): 403 | 404 | undefined {
  const hosts = request.headersDistinct['host'] ?? [];
  // A page elsewhere can have its own name resolve to this machine, but not have its browser send another name.
  if (hosts.length !== 1 || hosts[0] !== host) return 403;
  // The editor is no web page; a browser says so wherever a page could read the answer or send a body.
  if (request.headersDistinct['origin'] !== undefined) return 403;
  return knowsSecret(request, secret) ? undefined : 404;
}

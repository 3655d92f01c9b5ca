import { IncomingMessage } from 'node:http';
import type { Request, Response } from 'express';
import type { Provider } from 'oidc-provider';

/** Hands a request to oidc-provider, with another query or body where given. */
export type Forward = (request: Request, response: Response, changed?: ForwardChanges) => void;

/** What differs in a request that is handed on. */
export interface ForwardChanges {
  readonly query?: URLSearchParams;
  readonly body?: string;
}

function withBody(request: IncomingMessage, body: string): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  Object.assign(copy, {
    method: request.method,
    url: request.url,
    httpVersion: request.httpVersion,
    httpVersionMajor: request.httpVersionMajor,
    httpVersionMinor: request.httpVersionMinor,
    headers: { ...request.headers, 'content-length': String(Buffer.byteLength(body)) },
    // Else its end would count as an abort and take the connection with it.
    complete: true,
  });
  delete copy.headers['transfer-encoding'];
  copy.push(body);
  copy.push(null);
  return copy;
}

/**
 * Hands requests to oidc-provider as if they had come by the configured address: it makes its own addresses from the
 * names in a request, which are anybody's words.
 */
export function forwardTo(provider: Provider, issuer: string): Forward {
  const answer = provider.callback();
  const { host, protocol } = new URL(issuer);
  return (request, response, { query, body } = {}) => {
    const { headers } = request;
    headers.host = host;
    headers['x-forwarded-proto'] = protocol.slice(0, -1);
    headers['x-forwarded-for'] = request.ip ?? '';
    delete headers['x-forwarded-host'];
    if (query !== undefined) {
      request.url = `${request.path}?${query.toString()}`;
      request.originalUrl = request.url;
    }
    void answer(body === undefined ? request : withBody(request, body), response);
  };
}

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Subscription } from '../effects.ts';
import { callerRefusal } from './callerRefusal.ts';
import { PRIVATE_ANSWER } from './gatewayHeaders.ts';
import { GatewayRoute } from './gatewayRoute.ts';
import type { GatewayRouteOptions } from './gatewayRoute.ts';
import type { GatewayTarget } from './handOn.ts';

/** The only address that is listened on. */
const HOST = '127.0.0.1';
/** Milliseconds within which a request must have come in whole, and its headers. */
const REQUEST_TIMEOUT = 60_000;
const HEADERS_TIMEOUT = 10_000;
const CONNECTION_LIMIT = 256;
const SECRET_BYTES = 32;
const PATH_BYTES = 16;

/** A server that is lent: `url` is where, and opens nothing without the gateway's secret. */
export interface LentServer extends Subscription {
  readonly url: string;
}

/** Lends signed-in servers to the editor that runs on this machine, without giving it a token. */
export interface Gateway extends Subscription {
  /** The `Authorization` header of those who may call: the one header that VS Code keeps out of its own log. */
  readonly authorization: string;
  /** Lends a server at a path that cannot be guessed, until it is disposed of. */
  lend(target: GatewayTarget): LentServer;
}

/** Starts a {@link Gateway} on a port of its own. */
export async function startGateway(options: Omit<GatewayRouteOptions, 'target'>): Promise<Gateway> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT, headersTimeout: HEADERS_TIMEOUT });
  server.maxConnections = CONNECTION_LIMIT;
  server.listen({ host: HOST, port: 0, exclusive: true });
  await once(server, 'listening');
  // A connection that could not be taken, when the system is short of something, concerns only who made it.
  server.on('error', () => undefined);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gateway has no port.');
  const host = `${HOST}:${address.port}`;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const routes = new Map<string, GatewayRoute>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = callerRefusal(request, { host, secret });
    const route = refusal === undefined ? routes.get(request.url ?? '') : undefined;
    if (route) return void route.answer(request, response);
    response.writeHead(refusal ?? 404, { ...PRIVATE_ANSWER, Connection: 'close' }).end();
  });
  return {
    authorization: `Bearer ${secret}`,
    lend: (target) => {
      const path = `/${randomBytes(PATH_BYTES).toString('base64url')}`;
      const route = new GatewayRoute({ ...options, target });
      routes.set(path, route);
      const dispose = (): void => {
        routes.delete(path);
        route.close();
      };
      return { url: `http://${host}${path}`, dispose };
    },
    dispose: () => {
      for (const route of routes.values()) route.close();
      routes.clear();
      server.close();
      server.closeAllConnections();
    },
  };
}

import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { isJsonContentType, localhostAllowedHostnames } from '@modelcontextprotocol/server';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import * as z from 'zod';
import { type AccessChecks, requireAccessToken, requireScopesOfBody } from '../auth/requireAccessToken.ts';
import { relayRouter } from '../relay/relayRouter.ts';
import type { RelayTarget } from '../relay/relayTarget.ts';
import { isLoopbackHostname } from '../../shared/loopback.ts';
import { clientMetadataRouter } from './clientMetadata.ts';
import type { McpEndpoint } from './mcpEndpoint.ts';
import { requestLog } from './requestLog.ts';
import { protectedResourceMetadataUrl, wellKnownRouter } from './wellKnown.ts';

/** The largest request body, in bytes. */
export const MAX_BODY = 256 * 1024;

/** What the HTTP face is made of. */
export interface AppParts {
  readonly resource: URL;
  readonly issuer: string;
  readonly challengeScopes: readonly string[];
  /** Whether only tokens bound to a key are taken (RFC 9449). */
  readonly requireDpop: boolean;
  readonly checks: AccessChecks;
  readonly endpoint: McpEndpoint;
  readonly relayTargets: readonly RelayTarget[];
  /** Answers the addresses of an authorization server in this process. */
  readonly proxy?: RequestHandler | undefined;
  readonly isHealthy: () => boolean;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

function rpcError(code: number, message: string): object {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
}

const jsonOnly: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST' || isJsonContentType(request.headers['content-type'])) {
    next();
    return;
  }
  response.status(415).json(rpcError(-32000, 'Unsupported Media Type: Content-Type must be application/json'));
};

const httpErrorSchema = z.object({ status: z.number().int().min(400).max(499), type: z.string().optional() });

function answerErrors(log: (line: string) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = httpErrorSchema.safeParse(error);
    if (!known.success) log(JSON.stringify({ error: error instanceof Error ? error.message : 'unknown' }));
    const status = known.success ? known.data.status : 500;
    if (status === 413) response.status(413).json(rpcError(-32000, `The body is over the limit of ${MAX_BODY} bytes`));
    else if (status === 500) response.status(500).json(rpcError(-32603, 'Internal error'));
    else response.status(status).json(rpcError(-32700, 'Parse error: the body is not valid JSON'));
  };
}

/** Everything that is served over HTTP. Who asks is checked before a body is read. */
export function createApp(parts: AppParts): Express {
  const { resource, issuer, requireDpop, log, now } = parts;
  const isLoopback = isLoopbackHostname(resource.hostname);
  const hostnames = isLoopback ? localhostAllowedHostnames() : [resource.hostname];
  const challenge = {
    resourceMetadataUrl: protectedResourceMetadataUrl(resource),
    challengeScopes: parts.challengeScopes,
    requireDpop,
  };
  const serveMcp = toNodeHandler(parts.endpoint, { onerror: (error) => log(JSON.stringify({ error: error.message })) });
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(requestLog(log, now));
  app.get('/healthz', (_request, response) => {
    const healthy = parts.isHealthy();
    response.status(healthy ? 200 : 503).json({ status: healthy ? 'ok' : 'unavailable' });
  });
  app.use(hostHeaderValidation(hostnames));
  if (parts.proxy !== undefined) app.use(parts.proxy);
  app.use(wellKnownRouter({ resource, issuer, requireDpop }));
  app.use(clientMetadataRouter(resource));
  app.use(originValidation(hostnames));
  app.use(relayRouter({ targets: parts.relayTargets, isLoopback }));
  app.all(
    resource.pathname,
    requireAccessToken(parts.checks, challenge),
    jsonOnly,
    express.json({ limit: MAX_BODY }),
    requireScopesOfBody(challenge),
    (request, response) => serveMcp(request, response, request.body),
  );
  app.use((_request, response) => {
    response.status(404).json({ error: 'not_found' });
  });
  app.use(answerErrors(log));
  return app;
}

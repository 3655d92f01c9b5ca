import { toNodeHandler } from '@modelcontextprotocol/node';
import { isJsonContentType, localhostAllowedHostnames } from '@modelcontextprotocol/server';
import express, { type Express, type RequestHandler } from 'express';
import { type AccessChecks, requireAccessToken, requireScopesOfBody } from '../auth/requireAccessToken.ts';
import { relayRouter } from '../relay/relayRouter.ts';
import type { RelayTarget } from '../relay/relayTarget.ts';
import { isLoopbackHostname } from '../../shared/loopback.ts';
import { allowedHosts } from './allowedHosts.ts';
import { allowedOrigins, ownOrigins } from './allowedOrigins.ts';
import { answerErrors } from './answerErrors.ts';
import { clientMetadataRouter } from './clientMetadata.ts';
import type { Health } from './health.ts';
import { healthRouter } from './healthRouter.ts';
import type { McpEndpoint } from './mcpEndpoint.ts';
import { noteAnswer, noteRefusal } from './noteRefusal.ts';
import { refuseBatch } from './refuseBatch.ts';
import { refuseDeep } from './refuseDeep.ts';
import { type RequestLine, requestLog } from './requestLog.ts';
import { rpcError } from './rpcError.ts';
import type { ServerOperation } from './serverOperation.ts';
import { traceRequest } from './traceRequest.ts';
import { protectedResourceMetadataUrl, wellKnownRouter } from './wellKnown.ts';

/** The largest request body, in bytes, unless told. */
const LARGEST_BODY = 256 * 1024;

/** Who may ask, and how much. */
export interface AppLimits {
  /** The largest request body, in bytes. */
  readonly largestBody?: number | undefined;
  /** Addresses or ranges of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Names in the `Host` header that are answered beside the public one. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins of web pages that may call. */
  readonly allowedOrigins?: readonly string[] | undefined;
}

/** What the HTTP face is made of. */
export interface AppParts {
  /** Comes before whatever reads a body. */
  readonly refuseUnread: RequestHandler;
  readonly resource: URL;
  readonly issuer: string;
  readonly challengeScopes: readonly string[];
  /** Scopes that every call needs, in place of those of each tool. */
  readonly requiredScopes?: readonly string[] | undefined;
  /** Whether only tokens bound to a key are taken (RFC 9449). */
  readonly requireDpop: boolean;
  readonly checks: AccessChecks;
  readonly endpoint: McpEndpoint;
  readonly relayTargets: readonly RelayTarget[];
  /** Answers the addresses of an authorization server in this process. */
  readonly proxy?: RequestHandler | undefined;
  readonly health: Health;
  readonly limits: AppLimits;
  readonly operation?: ServerOperation | undefined;
  readonly now: () => number;
  /** For durations. */
  readonly monotonic: () => number;
  readonly log: (line: string) => void;
  readonly report: (error: Error) => void;
}

const jsonOnly: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST' || isJsonContentType(request.headers['content-type'])) {
    next();
    return;
  }
  noteRefusal(response, 'not JSON');
  response.status(415).json(rpcError(-32000, 'Unsupported Media Type: Content-Type must be application/json'));
};

function serveMcp({ endpoint, report }: Pick<AppParts, 'endpoint' | 'report'>): RequestHandler {
  return (request, response) => {
    const cutOff = (): void => void response.destroy();
    const fetch: McpEndpoint['fetch'] = async (asked, given) =>
      noteAnswer(response, await endpoint.fetch(asked, given, cutOff));
    const onerror = (cause: Error): void => report(new Error('an MCP request could not be answered', { cause }));
    return toNodeHandler({ fetch }, { onerror })(request, response, request.body);
  };
}

/** Everything that is served over HTTP. Who asks is checked before a body is read. */
export function createApp(parts: AppParts): Express {
  const { resource, issuer, requireDpop, now, log, report, operation, limits } = parts;
  const { largestBody = LARGEST_BODY } = limits;
  const isLoopback = isLoopbackHostname(resource.hostname);
  const own = isLoopback ? localhostAllowedHostnames() : [resource.hostname];
  const pass: RequestHandler = (_request, _response, next) => next();
  const challenge = {
    resourceMetadataUrl: protectedResourceMetadataUrl(resource),
    challengeScopes: parts.challengeScopes,
    requiredScopes: parts.requiredScopes,
    requireDpop,
  };
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', [...(limits.trustedProxies ?? [])]);
  const logLine = (line: RequestLine): void => log(JSON.stringify({ at: new Date(now()).toISOString(), ...line }));
  app.use(traceRequest);
  app.use(...(operation?.observe ?? [requestLog(logLine, parts.monotonic)]), parts.refuseUnread);
  app.use(healthRouter(parts.health));
  app.use(operation?.limitAddress ?? pass);
  app.use(allowedHosts([...own, ...(limits.allowedHosts ?? [])]));
  app.use(parts.proxy ?? pass);
  app.use(wellKnownRouter({ resource, issuer, requireDpop, scopes: parts.requiredScopes }));
  app.use(clientMetadataRouter(resource));
  app.use(allowedOrigins(limits.allowedOrigins ?? [], ownOrigins(resource)));
  app.use(relayRouter({ targets: parts.relayTargets, isLoopback }));
  app.all(
    resource.pathname,
    requireAccessToken(parts.checks, challenge),
    operation?.limitPerson ?? pass,
    jsonOnly,
    express.json({ limit: largestBody }),
    refuseBatch,
    refuseDeep,
    requireScopesOfBody(challenge),
    serveMcp(parts),
  );
  app.use((_request, response) => {
    noteRefusal(response, 'no such address');
    response.status(404).json({ error: 'not_found' });
  });
  app.use(answerErrors(report, largestBody));
  return app;
}

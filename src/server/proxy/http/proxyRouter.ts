import express, { Router } from 'express';
import type { RequestHandler } from 'express';
import type { Provider } from 'oidc-provider';
import { allowedOrigins } from '../../http/allowedOrigins.ts';
import { publicDocument } from '../../http/publicDocument.ts';
import type { CreateLimiter } from '../../operation/limiters.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import type { RegistrationLimits } from '../proxySettings.ts';
import { OPENID_SCOPES } from '../proxyScopes.ts';
import { refuseUnreadable } from './bodyErrors.ts';
import { takeCallback } from './callback.ts';
import { showConsent, takeConsent } from './consent.ts';
import { type Forward, forwardTo } from './forward.ts';
import { proxyMetadata } from './proxyMetadata.ts';
import { limitRegistrations, registerClient } from './registration.ts';
import { showUnavailable } from './showUnavailable.ts';

/** Bytes. */
const MAX_BODY = 32 * 1024;
const FOREIGN_ORIGIN = { error: 'invalid_request', error_description: 'Web pages of this origin may not sign in here' };

/** A request that names no scope asks for those of the server (RFC 6749 section 3.3). */
function authorize({ scopes }: ProxyParts, forward: Forward): RequestHandler {
  const defaults = scopes.filter((scope) => !OPENID_SCOPES.includes(scope)).join(' ');
  return (request, response) => {
    const query = new URL(request.originalUrl, 'http://localhost').searchParams;
    if (!query.get('scope')) query.set('scope', defaults);
    forward(request, response, { query });
  };
}

/** Everything that the proxy serves. What it does not know goes on to the MCP server. */
export function proxyRouter(
  parts: ProxyParts,
  provider: Provider,
  options: {
    /** Origins of web pages: those that may register and fetch tokens, and those of the server itself. */
    readonly origins: { readonly listed: readonly string[]; readonly own: readonly string[] };
    readonly registrations: RegistrationLimits;
    readonly createLimiter?: CreateLimiter | undefined;
  },
): Router {
  const forward = forwardTo(provider, parts.issuer);
  const unchanged: RequestHandler = (request, response) => forward(request, response);
  const metadata = proxyMetadata(parts);
  const origins = allowedOrigins(options.origins.listed, options.origins.own, FOREIGN_ORIGIN);
  const router = Router();
  const documents = [PROXY_PATHS.metadata, PROXY_PATHS.openidMetadata, PROXY_PATHS.jwks];
  router.use(documents, publicDocument);
  router.get(documents, (request, response) => {
    response.set({ 'Cache-Control': 'public, max-age=300' });
    response.json(request.path === PROXY_PATHS.jwks ? parts.keys.published : metadata);
  });
  router.use([PROXY_PATHS.registration, PROXY_PATHS.token, PROXY_PATHS.revocation], origins);
  router.post(
    PROXY_PATHS.registration,
    limitRegistrations(options.registrations, parts.audit, options.createLimiter),
    express.json({ limit: MAX_BODY }),
    refuseUnreadable(MAX_BODY),
    registerClient(forward, parts.audit),
  );
  router.post([PROXY_PATHS.token, PROXY_PATHS.revocation], unchanged);
  router.get(PROXY_PATHS.authorize, authorize(parts, forward));
  router.get(`${PROXY_PATHS.authorize}/:uid`, unchanged);
  router.get(`${PROXY_PATHS.consent}/:uid`, showConsent(parts, provider));
  router.post(
    `${PROXY_PATHS.consent}/:uid`,
    express.urlencoded({ extended: false, limit: MAX_BODY }),
    takeConsent(parts, provider),
  );
  router.get(PROXY_PATHS.callback, takeCallback(parts, provider));
  router.use(showUnavailable(parts.report));
  return router;
}

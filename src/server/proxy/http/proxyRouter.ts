import express, { Router } from 'express';
import type { RequestHandler } from 'express';
import type { Provider } from 'oidc-provider';
import { allowedOrigins } from '../../http/allowedOrigins.ts';
import { publicDocument } from '../../http/publicDocument.ts';
import type { CreateLimiter } from '../../operation/limiters.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import type { RegistrationLimits, SignInLimits } from '../proxySettings.ts';
import { authorize } from './authorization.ts';
import { refuseUnreadable, showFailure } from './bodyErrors.ts';
import { takeCallback } from './callback.ts';
import { showConsent, takeConsent } from './consent.ts';
import { forwardTo } from './forward.ts';
import { proxyMetadata } from './proxyMetadata.ts';
import { openSignIns } from './openSignIns.ts';
import { checkRegistration, limitRegistrations, registerClient } from './registration.ts';
import { showUnavailable } from './showUnavailable.ts';

/** Bytes. */
const MAX_BODY = 32 * 1024;
const FOREIGN_ORIGIN = { error: 'invalid_request', error_description: 'Web pages of this origin may not sign in here' };

/** Everything that the proxy serves. What it does not know goes on to the MCP server. */
export function proxyRouter(
  parts: ProxyParts,
  provider: Provider,
  options: {
    /** Origins of web pages: those that may register and fetch tokens, and those of the server itself. */
    readonly origins: { readonly listed: readonly string[]; readonly own: readonly string[] };
    readonly registrations: RegistrationLimits;
    readonly signIns: SignInLimits;
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
    express.json({ limit: MAX_BODY }),
    refuseUnreadable(MAX_BODY),
    checkRegistration(parts.audit, options.origins.own),
    limitRegistrations(options.registrations, parts.audit, options.createLimiter),
    registerClient(forward),
  );
  router.post([PROXY_PATHS.token, PROXY_PATHS.revocation], unchanged);
  const counted = openSignIns(provider, { ...parts, limits: options.signIns, createLimiter: options.createLimiter });
  router.get(PROXY_PATHS.authorize, counted, authorize(parts, forward, options.origins.own));
  router.get(`${PROXY_PATHS.authorize}/:uid`, unchanged);
  router.get(`${PROXY_PATHS.consent}/:uid`, showConsent(parts, provider, options.origins.own));
  router.post(
    `${PROXY_PATHS.consent}/:uid`,
    express.urlencoded({ extended: false, limit: MAX_BODY }),
    takeConsent(parts, provider),
  );
  router.get(PROXY_PATHS.callback, takeCallback(parts, provider));
  router.use(showUnavailable(parts.report));
  router.use([PROXY_PATHS.consent, PROXY_PATHS.callback], showFailure(parts.report));
  return router;
}

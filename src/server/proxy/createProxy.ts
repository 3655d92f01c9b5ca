import type { RequestHandler } from 'express';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { ownOrigins } from '../http/allowedOrigins.ts';
import type { Notice } from '../http/serverOperation.ts';
import type { CreateLimiter } from '../operation/limiters.ts';
import { blaming } from '../operation/startFailure.ts';
import { proxyRouter } from './http/proxyRouter.ts';
import { sendErrorPage } from './pages/errorPage.ts';
import type { ProxyAudit } from './proxyAudit.ts';
import type { ProxyParts } from './proxyParts.ts';
import { PROXY_PATHS } from './proxyPaths.ts';
import { supportedScopes } from './proxyScopes.ts';
import { PROXY_TIMES, type ProxySettings, REGISTRATION_LIMITS, SIGN_IN_LIMITS } from './proxySettings.ts';
import { auditProvider } from './provider/auditProvider.ts';
import { createProvider } from './provider/createProvider.ts';
import { requireRandom } from './secretStrength.ts';
import { prepareSigningKeys } from './signingKeys.ts';
import { openProxyDatabase } from './store/openProxyDatabase.ts';
import { RecordStore } from './store/recordStore.ts';
import { sweepRegularly } from './sweepRegularly.ts';
import { createOktaClient } from './upstream/oktaClient.ts';
import { type OktaWatch, watchOkta } from './upstream/oktaWatch.ts';
import { PendingSignIns } from './upstream/pendingSignIns.ts';
import { UpstreamGrants } from './upstream/upstreamGrants.ts';
import { createVault } from './vault.ts';

/** The authorization server that lives in the process of the MCP server. */
export interface RunningProxy {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The `aud` of its tokens. */
  readonly audience: string;
  /** The keys that its tokens are checked with. */
  readonly keys: JWTVerifyGetKey;
  /** Answers the proxy's addresses, and hands on all others. */
  readonly router: RequestHandler;
  /** Whether its database answers. */
  readonly isOpen: () => Promise<boolean>;
  readonly okta: OktaWatch;
  close(): Promise<void>;
}

/** Where the proxy lives, and what it tells. */
export interface ProxySurroundings {
  /** The MCP server, as clients reach it. */
  readonly resource: URL;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly audit: ProxyAudit;
  readonly report: (error: Error) => void;
  readonly notice: Notice;
  /** Makes what counts registrations; in this process alone unless told. */
  readonly createLimiter?: CreateLimiter;
}

/** Makes the proxy: an authorization server in front of Okta for one MCP server. @throws StartFailure */
export async function createProxy(settings: ProxySettings, around: ProxySurroundings): Promise<RunningProxy> {
  const issuer = around.resource.origin;
  await blaming('SESSION_SECRET_KEY', () => requireRandom(settings.secret));
  const keys = await blaming('MCP_PROXY_KEYS', () => prepareSigningKeys(settings.signingKeys));
  const vault = createVault(settings.secret);
  const database = await openProxyDatabase(settings, around.report);
  const store = new RecordStore(database.tables, vault, around.now);
  const okta = createOktaClient(settings.okta, new URL(PROXY_PATHS.callback, issuer).href);
  const grants = new UpstreamGrants({
    store,
    okta,
    audit: around.audit,
    notice: around.notice,
    turns: database.turns,
    shortTurns: database.shortTurns,
  });
  const parts: ProxyParts = {
    issuer,
    resource: around.resource.href,
    scopes: supportedScopes(settings.okta.scopes),
    application: settings.okta,
    okta,
    vault,
    keys,
    store,
    grants,
    pending: new PendingSignIns(store),
    times: { ...PROXY_TIMES, ...settings.times },
    audit: around.audit,
    report: around.report,
    showError: sendErrorPage,
  };
  const provider = createProvider(parts);
  auditProvider(provider, around);
  const stopSweeping = sweepRegularly(() => grants.sweep(), around.report);
  return {
    issuer,
    audience: parts.resource,
    keys: createLocalJWKSet(keys.published),
    router: proxyRouter(parts, provider, {
      origins: { listed: settings.allowedOrigins ?? [], own: ownOrigins(around.resource) },
      registrations: settings.registrations ?? REGISTRATION_LIMITS,
      signIns: settings.signIns ?? SIGN_IN_LIMITS,
      createLimiter: around.createLimiter,
    }),
    isOpen: () => store.isOpen(),
    okta: watchOkta(settings.okta.issuer, around.now, around.notice),
    async close() {
      await stopSweeping();
      await grants.close();
      await database.close();
    },
  };
}

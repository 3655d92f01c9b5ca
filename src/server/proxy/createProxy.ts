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
import { HeldSecrets } from './store/heldSecrets.ts';
import { openProxyDatabase } from './store/openProxyDatabase.ts';
import type { ProxyDatabase } from './store/proxyDatabase.ts';
import { RecordStore } from './store/recordStore.ts';
import { sweepRegularly } from './sweepRegularly.ts';
import { createOktaClient } from './upstream/oktaClient.ts';
import { type OktaWatch, watchOkta } from './upstream/oktaWatch.ts';
import { PendingSignIns } from './upstream/pendingSignIns.ts';
import { UpstreamGrants } from './upstream/upstreamGrants.ts';
import { createVault, type Vault } from './vault.ts';

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
  /** For durations. */
  readonly monotonic: () => number;
  readonly audit: ProxyAudit;
  readonly report: (error: Error) => void;
  readonly notice: Notice;
  /** Makes what counts registrations; in this process alone unless told. */
  readonly createLimiter?: CreateLimiter;
}

/** Marks the database as held under the secret; closes it and throws where it is held under one that is not at hand. */
async function holdUnder(
  vault: Vault,
  { databasePath, databaseUrl }: ProxySettings,
  database: ProxyDatabase,
  notice: Notice,
): Promise<HeldSecrets> {
  const emptying =
    databaseUrl === undefined
      ? `remove the file of MCP_PROXY_DB, ${databasePath}`
      : 'run "delete from proxy_record" in the database of DATABASE_URL while no server runs';
  const secrets = new HeldSecrets({ tables: database.tables, vault, turns: database.shortTurns, notice, emptying });
  try {
    await secrets.take();
    return secrets;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Makes the proxy: an authorization server in front of Okta for one MCP server. @throws StartFailure */
export async function createProxy(settings: ProxySettings, around: ProxySurroundings): Promise<RunningProxy> {
  const issuer = around.resource.origin;
  // What a person is known by at Okta is in each line, so that those of calls can be found by it too.
  const audit: ProxyAudit = (event) => around.audit({ ...event, uid: event.uid ?? event.subject });
  const { secret, formerSecrets = [] } = settings;
  await blaming('SESSION_SECRET_KEY', () => [secret, ...formerSecrets].forEach(requireRandom));
  const keys = await blaming('MCP_PROXY_KEYS', () => prepareSigningKeys(settings.signingKeys));
  const vault = createVault(secret, formerSecrets);
  const database = await openProxyDatabase(settings, around.report);
  const secrets = await holdUnder(vault, settings, database, around.notice);
  const store = new RecordStore(database.tables, vault, around.now);
  const ending = new AbortController();
  const okta = createOktaClient(settings.okta, new URL(PROXY_PATHS.callback, issuer).href, ending.signal);
  const grants = new UpstreamGrants({
    store,
    okta,
    audit,
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
    audit,
    report: around.report,
    showError: sendErrorPage,
  };
  const provider = createProvider(parts);
  auditProvider(provider, { audit, report: around.report, grants });
  const stops = [() => secrets.keep(), () => grants.sweep(ending.signal)].map((work) =>
    sweepRegularly(work, ending, around.report),
  );
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
    okta: watchOkta(settings.okta.issuer, around.monotonic, around.notice),
    async close() {
      await Promise.all(stops.map((stop) => stop()));
      await grants.close();
      await database.close();
    },
  };
}

import type { Effects } from '../effects.ts';
import { AppError } from '../errors.ts';
import type { ServerEntry } from '../serverEntry.ts';
import { serverId } from '../serverEntry.ts';
import { isPrivate } from './addressPolicy.ts';
import { callbackPath } from './callbackPath.ts';
import { PUBLIC_CLIENT } from './clientAuthentication.ts';
import type { OAuthClient } from './clientAuthentication.ts';
import { createDpopKey } from './dpopKey.ts';
import type { Guard } from './guardedFetch.ts';
import { issuerMetadata, issuerNamedAtOrigin } from './issuerMetadata.ts';
import type { IssuerMetadata } from './issuerMetadata.ts';
import { probeServer } from './probe.ts';
import { protectedResource } from './protectedResource.ts';
import type { ProtectedResource } from './protectedResource.ts';
import { labelText } from '../shownText.ts';
import { chooseScopes } from './scopes.ts';
import { bindsTokens } from './tokenBinding.ts';

/** Characters that the scopes a server names may have together: more than a person reads before agreeing hides some. */
const SCOPES_LIMIT = 2000;

/** Whom a server's sign-in asks, and what is known from before; each has a default, for where nobody is asked. */
export interface PlanOptions {
  readonly signal?: AbortSignal;
  /** Picks one of the several issuers that a server names; the first unless told. @throws AppError `cancelled` */
  readonly chooseIssuer?: (issuers: readonly string[]) => Promise<string>;
  /** Whether an issuer refused the `resource` parameter before. */
  readonly refusesResource?: (issuer: string) => boolean;
  /** The issuer whose answers come back on the bare path: the first configured one. That of this plan unless told. */
  readonly bareIssuer?: string;
  /** For a step-up: scopes that the session has, and those that the server's 403 asked for. */
  readonly stepUp?: { readonly granted: readonly string[]; readonly demanded: readonly string[] };
}

/** All that has to be known before the browser opens; shown to the person first. */
export interface SignInPlan {
  readonly server: ServerEntry;
  readonly serverId: string;
  readonly issuer: string;
  readonly client: OAuthClient;
  /** Path on which the issuer's answers come back: `/callback`, or `/callback/<8 hex>` of its own. */
  readonly callbackPath: string;
  readonly scopes: readonly string[];
  /** Value of the `resource` parameter (RFC 8707); absent where none is sent. */
  readonly resource?: string;
  readonly metadata: IssuerMetadata;
}

function chooseIssuer(server: ServerEntry, resource: ProtectedResource): string | undefined {
  const named = resource.authorization_servers;
  if (server.issuer === undefined) return named[0];
  const configured = server.issuer.replace(/\/$/, '');
  if (named.length > 0 && !named.some((issuer) => issuer.replace(/\/$/, '') === configured)) {
    throw new AppError('issuer_not_named', { issuer: server.issuer, url: server.url });
  }
  return server.issuer;
}

async function findIssuer(guard: Guard, server: ServerEntry, resource: ProtectedResource | undefined): Promise<string> {
  const issuer = resource ? chooseIssuer(server, resource) : server.issuer;
  const found = issuer ?? (await issuerNamedAtOrigin(guard, server.url));
  if (found === undefined) throw new AppError('issuer_missing', { url: server.url });
  return found;
}

function resourceParameter(server: ServerEntry, resource: ProtectedResource | undefined): { resource?: string } {
  return server.resource === 'omit' ? {} : { resource: resource?.resource ?? server.url };
}

/**
 * Discovery: asks the server without a token, finds its metadata and its issuer's (RFC 9728, RFC 8414), and settles
 * client id and scopes. Sends no secret.
 * @throws AppError with a code of "reaching the server" or "discovery"
 */
export async function planSignIn(
  server: ServerEntry,
  effects: Effects,
  { signal, bareIssuer }: PlanOptions = {},
): Promise<SignInPlan> {
  const guard: Guard = { effects, allowPrivate: isPrivate(new URL(server.url)), ...(signal ? { signal } : {}) };
  const probe = await probeServer(guard, server.url);
  const resource = await protectedResource(guard, server.url, probe.challenge.resourceMetadata);
  if (!resource && probe.failure) throw probe.failure;
  const issuer = await findIssuer(guard, server, resource);
  const metadata = await issuerMetadata(guard, issuer);
  if (server.clientId === undefined) throw new AppError('client_id_required', { issuer });
  const scopes = chooseScopes({
    configured: server.scopes,
    challenged: probe.challenge.scopes,
    resource: resource?.scopes_supported,
    issuer: metadata.scopes_supported,
  });
  if (!server.scopes && scopes.join(' ').length > SCOPES_LIMIT) {
    throw new AppError('metadata_invalid', { url: server.url });
  }
  const bound = bindsTokens({
    issuer,
    url: server.url,
    algorithms: metadata.dpop_signing_alg_values_supported,
    required: resource?.dpop_bound_access_tokens_required,
    challenged: probe.challenge.dpop,
  });
  effects.log.debug(`Discovered issuer ${labelText(issuer, 200)}, scopes "${labelText(scopes.join(' '))}"`);
  return {
    server,
    serverId: serverId(server),
    issuer,
    client: {
      clientId: server.clientId,
      authentication: PUBLIC_CLIENT,
      ...(bound ? { dpopKey: createDpopKey() } : {}),
    },
    callbackPath: callbackPath(issuer, { bare: bareIssuer === undefined || bareIssuer === issuer }),
    scopes,
    ...resourceParameter(server, resource),
    metadata,
  };
}

/** The same plan with tokens bound to a new key, for an issuer that wants that of its client (RFC 9449 section 5). */
export function withBoundTokens(plan: SignInPlan): SignInPlan {
  return { ...plan, client: { ...plan.client, dpopKey: createDpopKey() } };
}

/** The same plan without the `resource` parameter, for an issuer that answered `invalid_target`. */
export function withoutResource(plan: SignInPlan): SignInPlan {
  const { resource: _, ...rest } = plan;
  return rest;
}

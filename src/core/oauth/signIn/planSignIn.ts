import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import type { ServerEntry } from '../../serverEntry.ts';
import { serverId } from '../../serverEntry.ts';
import { labelText } from '../../shownText.ts';
import { isPrivate } from '../discovery/addressPolicy.ts';
import type { BearerChallenge } from '../discovery/challenge.ts';
import type { OAuthClient } from '../clients/clientAuthentication.ts';
import { createDpopKey } from '../tokens/dpopKey.ts';
import { findIssuer } from '../discovery/findIssuer.ts';
import type { FoundIssuer } from '../discovery/findIssuer.ts';
import type { Guard } from '../discovery/guardedFetch.ts';
import type { IssuerMetadata } from '../discovery/issuerMetadata.ts';
import { checkLoginPages } from '../discovery/knownIssuers.ts';
import { machineScopes } from '../discovery/machineScopes.ts';
import { proposeClient } from '../clients/obtainClient.ts';
import type { ClientOrigin, ClientSources } from '../clients/obtainClient.ts';
import { probeServer } from '../discovery/probe.ts';
import { protectedResource } from '../discovery/protectedResource.ts';
import type { ProtectedResource } from '../discovery/protectedResource.ts';
import { chooseScopes, serverScopes } from '../discovery/scopes.ts';
import { bindsTokens } from '../tokens/tokenBinding.ts';

/** Characters that the scopes a server names may have together: more than a person reads before agreeing hides some. */
const SCOPES_LIMIT = 2000;

/** Whom a server's sign-in asks, and what is known from before; each has a default, for where nobody is asked. */
export interface PlanOptions extends ClientSources {
  readonly signal?: AbortSignal;
  /** Picks one of the several issuers that a server names; the first unless told. @throws AppError `cancelled` */
  readonly chooseIssuer?: (issuers: readonly string[]) => Promise<string>;
  /** Whether an issuer refused the `resource` parameter before; see `ResourceRefusals`. */
  readonly refusesResource?: (issuer: string) => boolean;
  /** Issuers of other servers, from settings and sessions: none may lend its login page to the one of this plan. */
  readonly knownIssuers?: readonly string[];
  /** For a step-up: scopes that the session has, and those that the server's 403 asked for. */
  readonly stepUp?: { readonly granted: readonly string[]; readonly demanded: readonly string[] };
}

/** All that has to be known before the browser opens. */
export interface SignInPlan {
  readonly server: ServerEntry;
  readonly serverId: string;
  readonly issuer: string;
  readonly client: OAuthClient;
  /** A registered client that the issuer does not know any more (`invalid_client`) is to be forgotten. */
  readonly clientOrigin: ClientOrigin;
  /** The redirect URIs that the client may use; absent where only the issuer knows them. */
  readonly redirectUris?: readonly string[];
  /** Path on which the issuer's answers come back: `/callback`, or `/callback/<8 hex>` of its own. */
  readonly callbackPath: string;
  readonly scopes: readonly string[];
  /** Value of the `resource` parameter (RFC 8707); absent where none is sent. */
  readonly resource?: string;
  readonly metadata: IssuerMetadata;
}

/** What a person is to agree to. Finding it out leaves nothing behind at the issuer. */
export interface SignInProposal extends Omit<SignInPlan, 'client' | 'redirectUris'> {
  /** Absent where the client has yet to be registered. */
  readonly clientId?: string;
  /**
   * The plan, once the person agreed: registers the extension where that is called for (RFC 7591).
   * @throws AppError `client_id_required`, `registration_failed`, `issuer_unreachable`, `cancelled`
   */
  readonly settle: () => Promise<SignInPlan>;
}

function resourceParameter(
  server: ServerEntry,
  resource: ProtectedResource | undefined,
  refused: boolean,
): { resource?: string } {
  if (server.resource === 'omit' || (server.resource === 'auto' && refused)) return {};
  return { resource: resource?.resource ?? server.url };
}

function plannedScopes(
  server: ServerEntry,
  { challenge, resource, metadata }: Findings,
  stepUp: PlanOptions['stepUp'],
): readonly string[] {
  const chosen = chooseScopes({
    configured: server.scopes,
    challenged: challenge.scopes,
    resource: resource?.scopes_supported,
    issuer: metadata.scopes_supported,
    stepUp,
  });
  const scopes = server.signIn === 'clientCredentials' ? machineScopes(chosen) : chosen;
  const tooMany = (!server.scopes || stepUp) && scopes.join(' ').length > SCOPES_LIMIT;
  if (tooMany) throw new AppError('metadata_invalid', { url: server.url });
  return scopes;
}

/** What server and issuer told. */
interface Findings extends FoundIssuer {
  readonly challenge: BearerChallenge;
  readonly resource: ProtectedResource | undefined;
}

async function discover(guard: Guard, server: ServerEntry, options: PlanOptions): Promise<Findings> {
  const { challenge, failure } = await probeServer(guard, server.url);
  const resource = await protectedResource(guard, server.url, challenge.resourceMetadata);
  if (!resource && failure) throw failure;
  const found = await findIssuer(guard, server, { resource, choose: options.chooseIssuer });
  checkLoginPages(found.metadata, found.issuer, options.knownIssuers ?? []);
  return { ...found, challenge, resource };
}

function bindingKey(server: ServerEntry, { issuer, metadata, resource, challenge }: Findings): { dpopKey?: string } {
  const bound = bindsTokens({
    issuer,
    url: server.url,
    algorithms: metadata.dpop_signing_alg_values_supported,
    required: resource?.dpop_bound_access_tokens_required,
    challenged: challenge.dpop,
  });
  return bound ? { dpopKey: createDpopKey() } : {};
}

/**
 * Discovery: asks the server without a token, finds its metadata and its issuer's (RFC 9728, RFC 8414), and settles
 * scopes and, so far as nothing has to be registered, the client. Sends no secret.
 * @throws AppError with a code of "reaching the server" or "discovery"
 */
export async function proposeSignIn(
  server: ServerEntry,
  effects: Effects,
  options: PlanOptions = {},
): Promise<SignInProposal> {
  const { signal, stepUp, refusesResource } = options;
  const guard: Guard = { effects, allowPrivate: isPrivate(new URL(server.url)), ...(signal ? { signal } : {}) };
  const findings = await discover(guard, server, options);
  const { issuer, metadata, resource } = findings;
  const scopes = plannedScopes(server, findings, stepUp);
  const registered = [...new Set([...scopes, ...serverScopes(resource?.scopes_supported ?? [])])];
  const client = await proposeClient(guard, { server, issuer, metadata, scopes: registered }, options);
  effects.log.debug(`Discovered issuer ${labelText(issuer, 200)}, scopes "${labelText(scopes.join(' '))}"`);
  const bound = bindingKey(server, findings);
  const shown = {
    server,
    serverId: serverId(server),
    issuer,
    clientOrigin: client.origin,
    callbackPath: client.callbackPath,
    scopes,
    ...resourceParameter(server, resource, refusesResource?.(issuer) ?? false),
    metadata,
  };
  const settle = async (): Promise<SignInPlan> => {
    const { clientId, authentication, redirectUris } = await client.settle();
    return {
      ...shown,
      client: { clientId, authentication, ...bound },
      ...(redirectUris ? { redirectUris } : {}),
    };
  };
  return { ...shown, ...(client.clientId === undefined ? {} : { clientId: client.clientId }), settle };
}

/** The plan of {@link proposeSignIn} for where nobody has to be asked first. @throws AppError as both its steps */
export async function planSignIn(
  server: ServerEntry,
  effects: Effects,
  options: PlanOptions = {},
): Promise<SignInPlan> {
  return (await proposeSignIn(server, effects, options)).settle();
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

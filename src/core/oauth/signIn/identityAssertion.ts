import * as z from 'zod/mini';
import type { TokenEndpointResponse } from 'openid-client';
import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { parsedJson } from '../../json.ts';
import type { OAuthClient } from '../clients/clientAuthentication.ts';
import { issuerClient } from '../tokens/issuerClient.ts';
import type { IssuerEndpoints } from '../tokens/issuerClient.ts';
import type { IssuerMetadata } from '../discovery/issuerMetadata.ts';
import { machineScopes } from '../discovery/machineScopes.ts';
import { checkTokenType } from '../tokens/tokenBinding.ts';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
const ID_JAG_PROFILE = 'urn:ietf:params:oauth:grant-profile:id-jag';
const ID_JAG_TYPE = 'oauth-id-jag+jwt';

/** Milliseconds by which the identity provider's clock and ours may differ. */
const CLOCK_TOLERANCE = 300_000;

/** One side of the exchange: an issuer's endpoints, and who we are there. */
export interface Party {
  readonly endpoints: IssuerEndpoints;
  readonly client: OAuthClient;
}

/** What the assertion is to open. */
export interface AssertionTarget {
  readonly scopes: readonly string[];
  /** Address of the MCP server (RFC 8707). */
  readonly resource?: string | undefined;
}

/** Who is asked, for whom, and what for. */
export interface AssertionGrant {
  readonly provider: Party;
  /** The MCP server's own issuer. */
  readonly issuer: Party;
  readonly target: AssertionTarget;
}

/**
 * Whether an issuer may take identity assertions, as far as its metadata tells.
 * @throws AppError `assertion_unsupported` where it lists what it takes, and they are not among it
 */
export function checkTakesAssertions(metadata: IssuerMetadata): void {
  const { authorization_grant_profiles_supported: profiles, grant_types_supported: grants, issuer } = metadata;
  const refused = profiles ? !profiles.includes(ID_JAG_PROFILE) : grants?.includes(JWT_BEARER) === false;
  if (refused) throw new AppError('assertion_unsupported', { issuer });
}

const headerSchema = z.object({ typ: z.string() });
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  client_id: z.string(),
  exp: z.number(),
  resource: z.exactOptional(z.union([z.string(), z.array(z.string())])),
});

function part(jwt: string, index: number): unknown {
  return parsedJson(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString('utf8'));
}

/** Whether a JWT is an identity assertion of the provider, for us at the issuer, and for the resource. */
function isAssertionFor(jwt: string, { provider, issuer, target }: AssertionGrant, now: number): boolean {
  const header = headerSchema.safeParse(part(jwt, 0));
  const claims = claimsSchema.safeParse(part(jwt, 1));
  if (!header.success || !claims.success) return false;
  const { iss, aud, client_id: clientId, exp, resource } = claims.data;
  return (
    header.data.typ.toLowerCase() === ID_JAG_TYPE &&
    iss === provider.endpoints.issuer &&
    [aud].flat().includes(issuer.endpoints.issuer) &&
    clientId === issuer.client.clientId &&
    exp * 1000 > now - CLOCK_TOLERANCE &&
    (resource === undefined || target.resource === undefined || [resource].flat().includes(target.resource))
  );
}

async function requestAssertion(
  grant: AssertionGrant,
  idToken: string,
  effects: Effects,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { provider, issuer, target } = grant;
  const { openid, configuration, binding } = await issuerClient(provider.endpoints, provider.client, effects, signal);
  const scopes = machineScopes(target.scopes);
  const response = await openid.genericGrantRequest(
    configuration,
    TOKEN_EXCHANGE,
    {
      requested_token_type: ID_JAG,
      subject_token: idToken,
      subject_token_type: ID_TOKEN,
      audience: issuer.endpoints.issuer,
      ...(target.resource === undefined ? {} : { resource: target.resource }),
      ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
    },
    binding,
  );
  const assertion = response.access_token;
  if (response['issued_token_type'] !== ID_JAG || !isAssertionFor(assertion, grant, effects.now())) {
    const args = { issuer: provider.endpoints.issuer, audience: issuer.endpoints.issuer };
    throw new AppError('assertion_invalid', args);
  }
  return assertion;
}

/**
 * Exchanges an ID token of the identity provider for an assertion (RFC 8693), and that for an access token of the MCP
 * server's issuer (RFC 7523): the Identity Assertion JWT Authorization Grant, sections 4.3 and 4.4. A refresh token of
 * that issuer is left aside, since the provider decides how long access lasts. Throws what `tokenFailure` sorts, and
 * AppError `assertion_invalid`, `token_type_mismatch`.
 */
export async function requestByAssertion(
  grant: AssertionGrant,
  idToken: string,
  effects: Effects,
  signal?: AbortSignal,
): Promise<TokenEndpointResponse> {
  const assertion = await requestAssertion(grant, idToken, effects, signal);
  const { endpoints, client } = grant.issuer;
  const { openid, configuration, binding } = await issuerClient(endpoints, client, effects, signal);
  const response = await openid.genericGrantRequest(configuration, JWT_BEARER, { assertion }, binding);
  checkTokenType(response, { issuer: endpoints.issuer, dpopKey: client.dpopKey });
  const { refresh_token: _, id_token: __, ...kept } = response;
  return kept;
}

import * as z from 'zod/mini';
import { AppError, isAppError } from '../../errors.ts';
import { checkedAddress } from './addressPolicy.ts';
import { getDocument } from './guardedFetch.ts';
import type { DocumentAnswer, Guard } from './guardedFetch.ts';
import { checkIssuerSpelling, differBySlash } from './issuerSpelling.ts';
import { labelText } from '../../shownText.ts';
import { withoutNulls } from './withoutNulls.ts';

const schema = z.object({
  issuer: z.string(),
  /** Absent where only machines sign in. */
  authorization_endpoint: z.exactOptional(z.string()),
  token_endpoint: z.string(),
  jwks_uri: z.exactOptional(z.string()),
  revocation_endpoint: z.exactOptional(z.string()),
  end_session_endpoint: z.exactOptional(z.string()),
  registration_endpoint: z.exactOptional(z.string()),
  device_authorization_endpoint: z.exactOptional(z.string()),
  scopes_supported: z.exactOptional(z.array(z.string())),
  token_endpoint_auth_methods_supported: z.exactOptional(z.array(z.string())),
  code_challenge_methods_supported: z.exactOptional(z.array(z.string())),
  id_token_signing_alg_values_supported: z.exactOptional(z.array(z.string())),
  /** RFC 9449 section 5.1. */
  dpop_signing_alg_values_supported: z.exactOptional(z.array(z.string())),
  grant_types_supported: z.exactOptional(z.array(z.string())),
  /** Of the Identity Assertion JWT Authorization Grant. */
  authorization_grant_profiles_supported: z.exactOptional(z.array(z.string())),
  authorization_response_iss_parameter_supported: z.exactOptional(z.boolean()),
  client_id_metadata_document_supported: z.exactOptional(z.boolean()),
});

/** Authorization server metadata (RFC 8414 section 2), the members that the client uses. */
export type IssuerMetadata = z.infer<typeof schema>;

const ADDRESSES = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'revocation_endpoint',
  'end_session_endpoint',
  'registration_endpoint',
  'device_authorization_endpoint',
] as const;

/** Parameters of a request to a login page (RFC 6749 section 4.1.1, and what extends it): each may be there once. */
const REQUEST_PARAMETERS = [
  ...['response_type', 'response_mode', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'prompt'],
  ...['code_challenge', 'code_challenge_method', 'resource', 'dpop_jkt', 'request', 'request_uri'],
];

function bringsParameters(loginPage: string): boolean {
  const { searchParams } = new URL(loginPage);
  return REQUEST_PARAMETERS.some((name) => searchParams.has(name));
}

/** The addresses of an issuer's metadata, in the order MCP names: RFC 8414, then OpenID Connect Discovery. */
export function issuerMetadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const inserted = ['oauth-authorization-server', 'openid-configuration'].map(
    (name) => `${origin}/.well-known/${name}${path}`,
  );
  return path === '' ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`];
}

/** Who signs in: a person in a browser, or a machine with credentials of its own (RFC 6749 section 4.4). */
export type Subject = 'person' | 'machine';

/**
 * Checks a metadata document against the issuer it was asked of. A person needs a login page and PKCE with S256, which
 * must be listed; a machine needs neither.
 * @throws AppError `metadata_invalid`, `issuer_mismatch` and `issuer_slash` (RFC 8414 section 3.3), `pkce_unsupported`,
 * `address_refused`
 */
export function checkIssuerMetadata(
  json: unknown,
  { issuer, url, allowPrivate, subject }: { issuer: string; url: string; allowPrivate: boolean; subject?: Subject },
): IssuerMetadata {
  const parsed = schema.safeParse(withoutNulls(json));
  if (!parsed.success) throw new AppError('metadata_invalid', { url });
  const metadata = parsed.data;
  if (metadata.issuer !== issuer) {
    const code = differBySlash(metadata.issuer, issuer) ? 'issuer_slash' : 'issuer_mismatch';
    throw new AppError(code, { issuer, found: labelText(metadata.issuer, 200) });
  }
  for (const name of ADDRESSES) {
    const address = metadata[name];
    if (address !== undefined) checkedAddress(address, allowPrivate);
  }
  if (subject === 'machine') return metadata;
  const { authorization_endpoint: loginPage } = metadata;
  if (loginPage === undefined || bringsParameters(loginPage)) throw new AppError('metadata_invalid', { url });
  if (!metadata.code_challenge_methods_supported?.includes('S256')) throw new AppError('pkce_unsupported', { issuer });
  return metadata;
}

async function get(guard: Guard, url: string, issuer: string): Promise<DocumentAnswer> {
  try {
    return await getDocument(guard, url);
  } catch (error) {
    if (!isAppError(error, 'server_unreachable', 'server_timeout')) throw error;
    const { reason } = error.args;
    throw new AppError('issuer_unreachable', { issuer, ...(reason === undefined ? {} : { reason }) }, { cause: error });
  }
}

/**
 * Finds and checks an issuer's metadata.
 * @throws AppError `issuer_unreachable`, `issuer_is_metadata`, and as {@link checkIssuerMetadata}
 */
export async function issuerMetadata(
  guard: Guard,
  issuer: string,
  subject: Subject = 'person',
): Promise<IssuerMetadata> {
  const { allowPrivate } = guard;
  checkIssuerSpelling(issuer);
  const address = checkedAddress(issuer, allowPrivate);
  if (address.search !== '' || address.hash !== '') throw new AppError('address_refused', { url: issuer });
  const urls = issuerMetadataUrls(issuer);
  let failure = new AppError('metadata_invalid', { url: urls[0] ?? issuer });
  for (const url of urls) {
    const { status, json } = await get(guard, url, issuer);
    if (status >= 500) failure = new AppError('issuer_unreachable', { issuer });
    if (status !== 200 || json === undefined) continue;
    try {
      return checkIssuerMetadata(json, { issuer, url, allowPrivate, subject });
    } catch (error) {
      // Some hosts answer the first form with another issuer's document: a later form may still be right.
      if (!isAppError(error, 'issuer_mismatch', 'issuer_slash')) throw error;
      if (failure.code !== 'issuer_slash') failure = error;
    }
  }
  throw failure;
}

const nameOnly = z.object({ issuer: z.string() });

/**
 * The issuer that an MCP server without protected resource metadata names at its own origin, its redirects followed.
 * Only the name is taken: the metadata is asked of the issuer itself.
 */
export async function issuerNamedAtOrigin(guard: Guard, serverUrl: string): Promise<string | undefined> {
  const { origin } = new URL(serverUrl);
  const { status, json } = await getDocument(guard, `${origin}/.well-known/oauth-authorization-server`);
  const named = nameOnly.safeParse(json);
  return status === 200 && named.success ? named.data.issuer : undefined;
}

import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Settings } from './options.ts';
import type { Store } from './store.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** What Okta takes from clients with keys. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
/** Seconds that an assertion may last from now. */
const LONGEST = 3600;

/** Where an assertion was sent. */
export interface AssertionUse {
  readonly form: URLSearchParams;
  /** Address of the endpoint, its only audience. */
  readonly endpoint: string;
}

function keyFor(keys: readonly JWK[], kid: string | undefined): JWK | undefined {
  if (kid === undefined) return keys.length === 1 ? keys[0] : undefined;
  return keys.find((key) => key.kid === kid);
}

async function isSigned(assertion: string, key: JWK, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(assertion, await importJWK(key, algorithm), { algorithms: ALGORITHMS });
    return true;
  } catch {
    // A key of another kind than the algorithm needs is refused with a TypeError.
    return false;
  }
}

function claimFailure(settings: Settings, claims: JWTPayload, clientId: string, endpoint: string) {
  const now = settings.clock() / 1000;
  if (claims.iss !== clientId || claims.sub !== clientId) return OKTA_ERROR.assertionClient;
  if (claims.aud !== endpoint) return OKTA_ERROR.assertionAudience;
  if (claims.exp === undefined || claims.exp <= now) return OKTA_ERROR.assertionExpired;
  if (claims.exp > now + LONGEST) return OKTA_ERROR.assertionTooLong;
  return Math.max(claims.iat ?? 0, claims.nbf ?? 0) > now ? OKTA_ERROR.assertionEarly : undefined;
}

function decoded(assertion: string): { claims: JWTPayload; kid: string | undefined; algorithm: string } | undefined {
  try {
    const { kid, alg = '' } = decodeProtectedHeader(assertion);
    return { claims: decodeJwt(assertion), kid, algorithm: alg };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * The client that signed a request's assertion (RFC 7523 section 3), as strictly as Okta: its audience is the endpoint
 * itself, it lasts an hour at most, and each is good once.
 */
export async function assertedClient(
  settings: Settings,
  store: Store,
  { form, endpoint }: AssertionUse,
): Promise<string | OktaError> {
  const assertion = form.get('client_assertion') ?? '';
  const read = form.get('client_assertion_type') === ASSERTION_TYPE ? decoded(assertion) : undefined;
  if (!read) return OKTA_ERROR.assertionSignature;
  const { claims, kid, algorithm } = read;
  const clientId = form.get('client_id') ?? claims.sub;
  const client = settings.serviceClients.find((each) => each.clientId === clientId);
  if (!client || !('jwks' in client)) return OKTA_ERROR.clientId;
  const key = keyFor(client.jwks, kid);
  if (!key) return OKTA_ERROR.assertionKey;
  if (!(await isSigned(assertion, key, algorithm))) return OKTA_ERROR.assertionSignature;
  const failure = claimFailure(settings, claims, client.clientId, endpoint);
  if (failure) return failure;
  if (claims.jti === undefined) return client.clientId;
  const used = `${client.clientId} ${claims.jti}`;
  if (store.get('Assertion', used)) return OKTA_ERROR.assertionUsed;
  store.put('Assertion', used, {}, { expiresAt: (claims.exp ?? 0) * 1000 });
  return client.clientId;
}

import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';

/** The keys that sign the proxy's tokens. */
export interface SigningKeys {
  readonly secret: JWK[];
  /** As they are published. */
  readonly published: JSONWebKeySet;
}

async function completed(jwk: JWK): Promise<JWK> {
  return { ...jwk, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)), use: 'sig', alg: 'RS256' };
}

/** The configured keys, or one that lives as long as the process. */
export async function prepareSigningKeys(configured: readonly JWK[] | undefined): Promise<SigningKeys> {
  const pair = configured ?? [await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)];
  const secret = await Promise.all(pair.map(completed));
  return { secret, published: { keys: secret.map(({ d, p, q, dp, dq, qi, oth, ...published }) => published) } };
}

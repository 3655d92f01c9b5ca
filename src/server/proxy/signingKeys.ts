import { createPublicKey } from 'node:crypto';
import {
  calculateJwkThumbprint,
  CompactSign,
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';

/** Of everything that is signed (RFC 7518 section 3.3). */
const ALGORITHM = 'RS256';
/** Bits, by the same section. */
const FEWEST_BITS = 2048;

/** The keys that sign the proxy's tokens. */
export interface SigningKeys {
  readonly secret: JWK[];
  /** As they are published. */
  readonly published: JSONWebKeySet;
}

async function completed(jwk: JWK): Promise<JWK> {
  return { ...jwk, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)), use: 'sig', alg: ALGORITHM };
}

/** Signs with it once. */
async function check({ use = 'sig', alg = ALGORITHM, kty, n, e, ...jwk }: JWK, place: number): Promise<void> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new Error(`key ${place + 1} ${why}`, { cause });
  };
  if (use !== 'sig') refuse(`is not for signing: its use is ${use}`);
  if (alg !== ALGORITHM) refuse(`is not for ${ALGORITHM}: its alg is ${alg}`);
  const open = { ...(kty && { kty }), ...(n && { n }), ...(e && { e }) };
  const { modulusLength = 0 } = createPublicKey({ key: open, format: 'jwk' }).asymmetricKeyDetails ?? {};
  if (modulusLength < FEWEST_BITS) refuse(`has ${modulusLength} bits: at least ${FEWEST_BITS} are needed`);
  try {
    const text = new CompactSign(new Uint8Array(1)).setProtectedHeader({ alg: ALGORITHM });
    const signed = await text.sign(await importJWK({ ...jwk, ...open }, ALGORITHM));
    await compactVerify(signed, await importJWK(open, ALGORITHM));
  } catch (error) {
    refuse('does not sign', error);
  }
}

/** The configured keys, or one that lives as long as the process. Throws where one of them cannot sign, or is weak. */
export async function prepareSigningKeys(configured: readonly JWK[] | undefined): Promise<SigningKeys> {
  await Promise.all((configured ?? []).map(check));
  const pair = configured ?? [await exportJWK((await generateKeyPair(ALGORITHM, { extractable: true })).privateKey)];
  const secret = await Promise.all(pair.map(completed));
  return { secret, published: { keys: secret.map(({ d, p, q, dp, dq, qi, oth, ...published }) => published) } };
}

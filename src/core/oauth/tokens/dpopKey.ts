import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { CryptoKeyPair } from 'openid-client';
import * as z from 'zod/mini';
import { parsedJson } from '../../json.ts';

/** Algorithm of the proofs (RFC 7518 section 3.4). */
export const DPOP_ALGORITHM = 'ES256';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const member = z.string().check(z.minLength(1));
const schema = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: member, y: member, d: member });

/** The parts of a private key; `publicJwk` holds no secret. */
export interface DpopKey {
  readonly privateKey: KeyObject;
  readonly publicJwk: JsonWebKey;
}

/** A new private key to bind tokens to, a JWK as JSON text. A secret. */
export function createDpopKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: CURVE.namedCurve });
  return JSON.stringify(privateKey.export({ format: 'jwk' }));
}

/** Reads {@link createDpopKey}'s text. Throws a `TypeError` for anything else. */
export function readDpopKey(text: string): DpopKey {
  const parsed = schema.safeParse(parsedJson(text));
  if (!parsed.success) throw new TypeError('Not a private key for DPoP');
  const privateKey = createPrivateKey({ key: parsed.data, format: 'jwk' });
  const { d: _, ...publicJwk } = parsed.data;
  return { privateKey, publicJwk };
}

/** The key as openid-client takes it. */
export async function dpopKeyPair(text: string): Promise<CryptoKeyPair> {
  const { privateKey, publicJwk } = readDpopKey(text);
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const [secret, open] = await Promise.all([
    crypto.subtle.importKey('pkcs8', Uint8Array.from(pkcs8), CURVE, false, ['sign']),
    crypto.subtle.importKey('jwk', publicJwk, CURVE, true, ['verify']),
  ]);
  return { privateKey: secret, publicKey: open };
}

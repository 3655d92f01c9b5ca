import { createPrivateKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** Bits below which an RSA key may not sign (RFC 7518 section 3.3). */
const SHORTEST_RSA = 2048;

const CURVES: Readonly<Record<string, { readonly algorithm: string; readonly namedCurve: string }>> = {
  prime256v1: { algorithm: 'ES256', namedCurve: 'P-256' },
  secp384r1: { algorithm: 'ES384', namedCurve: 'P-384' },
  secp521r1: { algorithm: 'ES512', namedCurve: 'P-521' },
};

type Parameters = RsaHashedImportParams | EcKeyImportParams | Algorithm;

/** The Web Cryptography name of a signature algorithm (RFC 7518 section 3.1, RFC 8037). */
function importParameters(algorithm: string): Parameters | undefined {
  const [, family = '', bits = ''] = /^(RS|PS)(256|384|512)$/.exec(algorithm) ?? [];
  if (family !== '') return { name: family === 'RS' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS', hash: `SHA-${bits}` };
  const curve = Object.values(CURVES).find((each) => each.algorithm === algorithm);
  if (curve) return { name: 'ECDSA', namedCurve: curve.namedCurve };
  return algorithm === 'EdDSA' ? { name: 'Ed25519' } : undefined;
}

/**
 * The algorithm that a private key signs with: the `wanted` one where the key can, else the usual one for its kind.
 * Absent where a key of its kind cannot be used, or cannot do what is wanted.
 */
export function signatureAlgorithm(key: KeyObject, wanted: string | undefined): string | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const fits = (able: boolean, usual: string | undefined, all: RegExp): string | undefined => {
    if (!able || usual === undefined) return undefined;
    return wanted === undefined ? usual : all.test(wanted) ? wanted : undefined;
  };
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return fits(modulusLength >= SHORTEST_RSA, 'RS256', /^[RP]S(256|384|512)$/);
    case 'ec': {
      const usual = CURVES[namedCurve]?.algorithm;
      return fits(true, usual, new RegExp(`^${usual ?? ''}$`));
    }
    case 'ed25519':
      return wanted === 'Ed25519' ? 'EdDSA' : fits(true, 'EdDSA', /^EdDSA$/);
    default:
      return undefined;
  }
}

/** A private key from PEM text, or from a JWK (RFC 7517). @throws Error where it is none */
export function privateKeyOf(key: string | JsonWebKey): KeyObject {
  return typeof key === 'string' ? createPrivateKey(key) : createPrivateKey({ key, format: 'jwk' });
}

/** A PKCS #8 key in the form that signs; it cannot be exported again. */
export async function signingKey(pem: string, algorithm: string): Promise<CryptoKey> {
  const parameters = importParameters(algorithm);
  if (!parameters) throw new TypeError('The algorithm of a stored key is not known');
  const der = new Uint8Array(privateKeyOf(pem).export({ type: 'pkcs8', format: 'der' }));
  return crypto.subtle.importKey('pkcs8', der, parameters, false, ['sign']);
}

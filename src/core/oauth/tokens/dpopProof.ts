import { createHash, randomBytes, sign } from 'node:crypto';
import { DPOP_ALGORITHM, readDpopKey } from './dpopKey.ts';

/** The request that a proof is for. */
export interface ProofRequest {
  readonly method: string;
  readonly url: URL;
  /** The server's own nonce (RFC 9449 section 9), where it gave one. */
  readonly nonce?: string;
}

/** Makes the value of the `DPoP` header for one request; never good for a second one. */
export type MakeProof = (request: ProofRequest) => string;

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * What proves at a protected resource that `token` belongs to whoever holds the key (RFC 9449 section 4.2).
 * @param dpopKey private key, a JWK as JSON text
 * @param now milliseconds since 1970
 */
export function proofMaker(dpopKey: string, token: string, now: () => number): MakeProof {
  const { privateKey, publicJwk } = readDpopKey(dpopKey);
  const header = encoded({ typ: 'dpop+jwt', alg: DPOP_ALGORITHM, jwk: publicJwk });
  const ath = createHash('sha256').update(token).digest('base64url');
  return ({ method, url, nonce }) => {
    const claims = {
      jti: randomBytes(16).toString('base64url'),
      htm: method,
      htu: `${url.origin}${url.pathname}`,
      iat: Math.floor(now() / 1000),
      ath,
      ...(nonce === undefined ? {} : { nonce }),
    };
    const content = `${header}.${encoded(claims)}`;
    const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  };
}

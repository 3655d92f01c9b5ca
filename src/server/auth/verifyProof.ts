import { OAuthError } from '@modelcontextprotocol/server';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import * as z from 'zod';
import { sha256Base64url } from '../sha256Base64url.ts';
import { ReplayGuard } from './replayGuard.ts';

/** Signature algorithms of proofs that are taken. */
export const PROOF_ALGORITHMS: readonly string[] = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA'];

/** Milliseconds by which a proof's time may differ from ours, since clients' clocks do. */
const WINDOW = 300_000;
/** Characters of a `jti` that is remembered. */
const LONGEST_ID = 200;

const claimsSchema = z.object({
  jti: z.string().min(1).max(LONGEST_ID),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.string(),
});

/** A request that presents a token bound to a key. */
export interface ProvenRequest {
  /** The `DPoP` header; undefined where there is none, or more than one. */
  readonly proof: string | undefined;
  readonly method: string;
  readonly token: string;
  /** Thumbprint of the key that the token is bound to (RFC 9449 section 6.1). */
  readonly thumbprint: string;
}

/** Checks the proof of a request (RFC 9449 section 4.3). It throws `OAuthError` `invalid_dpop_proof`. */
export type VerifyProof = (request: ProvenRequest) => Promise<void>;

function invalid(message: string, cause?: unknown): OAuthError {
  const error = new OAuthError('invalid_dpop_proof', message);
  error.cause = cause;
  return error;
}

/** Whether a proof names the resource: by the configured address, never by what a `Host` header says. */
function namesResource(htu: string, resource: URL): boolean {
  const url = URL.parse(htu);
  return url !== null && url.search === '' && url.hash === '' && url.href === new URL(resource.pathname, resource).href;
}

async function readProof(proof: string) {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: [...PROOF_ALGORITHMS],
      typ: 'dpop+jwt',
    });
    return { claims: claimsSchema.parse(payload), thumbprint: await calculateJwkThumbprint(protectedHeader.jwk ?? {}) };
  } catch (error) {
    throw invalid('The DPoP proof is not valid', error);
  }
}

/** Makes the check of proofs for `resource`; each proof is taken once. */
export function createProofVerifier(options: { resource: URL; now: () => number }): VerifyProof {
  const seen = new ReplayGuard();
  return async ({ proof, method, token, thumbprint }) => {
    if (proof === undefined) throw invalid('A token bound to a key needs one DPoP proof');
    const { claims, thumbprint: prover } = await readProof(proof);
    const now = options.now();
    if (prover !== thumbprint) throw invalid('The DPoP proof is of another key');
    if (claims.htm !== method) throw invalid('The DPoP proof is for another method');
    if (!namesResource(claims.htu, options.resource)) throw invalid('The DPoP proof is for another address');
    if (Math.abs(now - claims.iat * 1000) > WINDOW) throw invalid('The DPoP proof is not of this time');
    if (claims.ath !== sha256Base64url(token)) {
      throw invalid('The DPoP proof is for another token');
    }
    const used = !seen.isNew(`${prover} ${claims.jti}`, claims.iat * 1000 + WINDOW, now);
    if (used) throw invalid('The DPoP proof was used before');
  };
}

import type { MakeProof } from './dpopProof.ts';
import { proofMaker } from './dpopProof.ts';

/** A token that is worth nothing without its key (RFC 9449): to be sent with the scheme `DPoP` and a proof. */
export interface BoundToken {
  readonly value: string;
  readonly prove: MakeProof;
}

/** What opens a protected resource: a bearer token is its text, a bound one brings what proves its possession. */
export type AccessToken = string | BoundToken;

/**
 * The token as it is to be used.
 * @param dpopKey private key that it is bound to, absent for a bearer token
 * @param now milliseconds since 1970
 */
export function accessTokenOf(value: string, dpopKey: string | undefined, now: () => number): AccessToken {
  return dpopKey === undefined ? value : { value, prove: proofMaker(dpopKey, value, now) };
}

/** The token itself, for what takes its text alone: never to be sent as a bearer token unless it is one. */
export function tokenText(token: AccessToken): string {
  return typeof token === 'string' ? token : token.value;
}

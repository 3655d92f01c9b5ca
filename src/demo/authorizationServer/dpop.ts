import type { IncomingHttpHeaders } from 'node:http';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Settings } from './options.ts';

/** Signature algorithms of proofs, as Okta lists them. */
export const DPOP_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const;

/** Okta's first check where an application requires DPoP: whether a proof came at all. oidc-provider judges it. */
export function checkProof(
  { requireDpop }: Pick<Settings, 'requireDpop'>,
  headers: IncomingHttpHeaders,
): OktaError | undefined {
  return requireDpop && headers['dpop'] === undefined ? OKTA_ERROR.dpopMissing : undefined;
}

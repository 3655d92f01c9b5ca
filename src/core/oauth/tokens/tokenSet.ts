import type { TokenEndpointResponse } from 'openid-client';
import { jwtClaims } from './jwtClaims.ts';
import type { TokenSet } from '../sessions/session.ts';

/** Seconds. */
const DEFAULT_LIFETIME = 3600;
/** Seconds. A longer one is believed to be a mistake, and might not survive being stored. */
const LONGEST_LIFETIME = 365 * 24 * 3600;

function expiry(response: TokenEndpointResponse, now: number): number {
  const latest = now + LONGEST_LIFETIME * 1000;
  if (response.expires_in !== undefined) return Math.min(now + response.expires_in * 1000, latest);
  const { exp } = jwtClaims(response.access_token);
  return exp === undefined ? now + DEFAULT_LIFETIME * 1000 : Math.min(exp * 1000, latest);
}

/** What a token endpoint answered (RFC 6749 section 5.1); what it left out stays as it was `before`. */
export function tokenSetOf(
  response: TokenEndpointResponse,
  before: Partial<TokenSet> & Pick<TokenSet, 'scopes'>,
  now: number,
): TokenSet {
  const refreshToken = response.refresh_token ?? before.refreshToken;
  const idToken = response.id_token ?? before.idToken;
  return {
    accessToken: response.access_token,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    expiresAt: expiry(response, now),
    scopes: response.scope === undefined ? before.scopes : response.scope.split(' ').filter((scope) => scope !== ''),
  };
}

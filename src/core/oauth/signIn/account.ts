import { createHash } from 'node:crypto';
import { jwtClaims } from '../tokens/jwtClaims.ts';
import { labelText } from '../../shownText.ts';
import type { Session, TokenSet } from '../sessions/session.ts';

/**
 * Who signed in, by the ID token, else by an access token that is a JWT. Where neither tells, there is one nameless
 * account at a server, so that a later sign-in takes the place of the first.
 */
export function accountOf(issuer: string, serverName: string, tokens: TokenSet, serverId: string): Session['account'] {
  const identity = tokens.idToken === undefined ? {} : jwtClaims(tokens.idToken);
  const access = jwtClaims(tokens.accessToken);
  const subject = identity.sub ?? access.sub;
  const login = identity.preferred_username ?? identity.email ?? identity.name ?? subject ?? new URL(issuer).host;
  const id = createHash('sha256')
    .update(JSON.stringify([issuer, subject ?? serverId]))
    .digest('hex')
    .slice(0, 32);
  return { id, label: `${labelText(login, 100)} (${labelText(serverName, 100)})` };
}

/**
 * Whether refreshed tokens speak of somebody else than those before: by their ID tokens (OpenID Connect Core section
 * 12.2) where one was sent anew, else by access tokens that are JWTs.
 */
export function subjectChanged(before: TokenSet, after: TokenSet): boolean {
  const sentAnew = after.idToken !== undefined && after.idToken !== before.idToken;
  if (before.idToken !== undefined && sentAnew) {
    return jwtClaims(before.idToken).sub !== jwtClaims(after.idToken).sub;
  }
  const [then, now] = [jwtClaims(before.accessToken).sub, jwtClaims(after.accessToken).sub];
  return then !== undefined && now !== undefined && then !== now;
}

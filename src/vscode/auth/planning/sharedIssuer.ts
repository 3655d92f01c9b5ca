import { withoutSlash } from '../../../core/oauth/discovery/issuerSpelling.ts';
import type { LearnedIssuers } from '../../../core/oauth/callbacks/redirectUris.ts';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import { serverId, type ServerEntry } from '../../../core/serverEntry.ts';

/**
 * Names of the other servers that are known to sign in at the issuer of a planned sign-in, by their settings, by a
 * session or by an earlier sign-in: a token for one may work at the other where the issuer ignores `resource`
 * (RFC 8707), as Okta does.
 */
export function serversSharingIssuer(
  plan: { readonly serverId: string; readonly issuer: string },
  entries: readonly ServerEntry[],
  sessions: readonly Session[],
  learned: LearnedIssuers,
): readonly string[] {
  const isThere = (issuer: string | undefined): boolean =>
    issuer !== undefined && withoutSlash(issuer) === withoutSlash(plan.issuer);
  const signedInThere = new Set(sessions.filter(({ issuer }) => isThere(issuer)).map((session) => session.serverId));
  return entries
    .filter((entry) => serverId(entry) !== plan.serverId)
    .filter((entry) => {
      const id = serverId(entry);
      return (
        isThere(entry.issuer ?? learned.get(id)) || isThere(entry.identityProvider?.issuer) || signedInThere.has(id)
      );
    })
    .map((entry) => entry.name);
}

import { withoutSlash } from '../../../core/oauth/discovery/issuerSpelling.ts';
import { resourceCovers } from '../../../core/oauth/discovery/resourceCovers.ts';
import type { LearnedIssuers } from '../../../core/oauth/callbacks/redirectUris.ts';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import { serverId, type ServerEntry } from '../../../core/serverEntry.ts';

/** What is looked at of a sign-in. */
export interface SharedPlan {
  readonly serverId: string;
  readonly server: Pick<ServerEntry, 'url'>;
  readonly issuer: string;
  readonly resource?: string;
}

/**
 * Names of the other servers that are known to sign in at the issuer of a planned sign-in, by their settings, by a
 * session or by an earlier sign-in: a token for one may work at the other where the issuer ignores `resource`
 * (RFC 8707), as Okta does. And of those that a token for the one would be made out to, as one for the whole host is.
 */
export function serversSharingIssuer(
  plan: SharedPlan,
  entries: readonly ServerEntry[],
  sessions: readonly Session[],
  learned: LearnedIssuers,
): readonly string[] {
  const isThere = (issuer: string | undefined): boolean =>
    issuer !== undefined && withoutSlash(issuer) === withoutSlash(plan.issuer);
  const covers = (resource: string | undefined, url: string): boolean =>
    resource !== undefined && resourceCovers(resource, url);
  const shares = ({ issuer, resource }: Session): boolean => isThere(issuer) || covers(resource, plan.server.url);
  const sharing = new Set(sessions.filter(shares).map((session) => session.serverId));
  return entries
    .filter((entry) => serverId(entry) !== plan.serverId)
    .filter((entry) => {
      const id = serverId(entry);
      const signsIn = isThere(entry.issuer ?? learned.get(id)) || isThere(entry.identityProvider?.issuer);
      return signsIn || sharing.has(id) || covers(plan.resource, entry.url);
    })
    .map((entry) => entry.name);
}

import { errors } from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { NoTurn } from '../inTurn.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { TemporarilyUnavailable } from '../temporarilyUnavailable.ts';
import { UpstreamEnded, UpstreamUnavailable } from '../upstream/upstreamFailure.ts';
import type { UpstreamGrant } from '../upstream/upstreamGrants.ts';

/**
 * When a grant is over that is used now, in seconds since 1970: once it lay idle for too long, and never later than its
 * longest time after `issuedFirst`, when its first refresh token was issued (now where there is none yet).
 */
export function grantEnd({ store, times }: ProxyParts, issuedFirst: number | undefined): number {
  const now = store.seconds();
  return Math.min(now + times.idle, (issuedFirst ?? now) + times.grant);
}

/** Seconds that a refresh token lives: as long as its grant. */
export function refreshLifetime(parts: ProxyParts, issuedFirst: number | undefined): number {
  return Math.max(1, grantEnd(parts, issuedFirst) - parts.store.seconds());
}

async function endGrant({ store }: ProxyParts, { oidc }: KoaContextWithOIDC, grantId: string): Promise<void> {
  await store.removeGrant(grantId);
  await oidc.entities.Grant?.destroy();
}

/** Takes back what Okta has taken back: a grant never holds more than stands behind it. */
async function narrow(parts: ProxyParts, { oidc }: KoaContextWithOIDC, upstream: UpstreamGrant): Promise<void> {
  const grant = oidc.entities.Grant;
  const lost = parts.scopes.filter((scope) => !upstream.scopes.includes(scope)).join(' ');
  if (grant === undefined || lost === '') return;
  grant.rejectResourceScope(parts.resource, lost);
  await grant.save();
}

/**
 * Refreshes at Okta before the proxy gives out new tokens. oidc-provider calls it once it has checked the client, its
 * refresh token and its grant. Throws `invalid_grant` where Okta ended the grant, and answers 503 where it cannot be
 * asked; then the refresh token of the client stays good.
 */
export async function renewBeforeRotation(parts: ProxyParts, context: KoaContextWithOIDC): Promise<boolean> {
  const { RefreshToken: token } = context.oidc.entities;
  const grantId = token?.grantId ?? '';
  const who = { client: token?.clientId, subject: token?.accountId, address: context.ip };
  try {
    await narrow(parts, context, await parts.grants.renew(grantId, grantEnd(parts, token?.iiat)));
    return true;
  } catch (error) {
    if (error instanceof NoTurn) parts.report(error);
    if (error instanceof UpstreamUnavailable || error instanceof NoTurn) {
      parts.audit({ event: 'token_refused', ...who, reason: 'upstream_unavailable' });
      throw new TemporarilyUnavailable('The identity provider cannot be asked now', error);
    }
    if (!(error instanceof UpstreamEnded)) throw error;
    await endGrant(parts, context, grantId);
    parts.audit({ event: 'grant_ended', ...who, reason: 'upstream_ended' });
    throw new errors.InvalidGrant('Okta ended the grant');
  }
}

import { SCOPE } from '../../shared/names.ts';

/** Scopes of the incident server. */
const API_SCOPES: readonly string[] = [SCOPE.read, SCOPE.write];
/** OpenID's own scopes that the proxy knows. */
export const OPENID_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** Every scope that a client may ask the proxy for: nothing that Okta is never asked for. */
export function supportedScopes(oktaScopes: readonly string[]): readonly string[] {
  return [...OPENID_SCOPES, ...API_SCOPES].filter((scope) => oktaScopes.includes(scope));
}

/** The words of a scope parameter. */
export function scopeWords(scope: unknown): readonly string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}

/** What Okta is asked for: who the person is, a way to refresh, and those of the agreed scopes that are its own. */
export function upstreamScopes(oktaScopes: readonly string[], agreed: readonly string[]): readonly string[] {
  return oktaScopes.filter((scope) => OPENID_SCOPES.includes(scope) || agreed.includes(scope));
}

/** What a grant holds: what the person agreed to, as far as Okta granted it. */
export function grantedScopes(agreed: readonly string[], upstream: readonly string[]): readonly string[] {
  return agreed.filter((scope) => upstream.includes(scope));
}

/** Scopes that speak of a person (OpenID Connect Core sections 5.4 and 11): a client alone is none. */
const PERSONAL = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** The scopes that a client may ask for in its own name (RFC 6749 section 4.4). */
export function machineScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !PERSONAL.includes(scope));
}

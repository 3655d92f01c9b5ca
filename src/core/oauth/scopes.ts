/** Where the scopes of a sign-in can come from, strongest first. */
export interface ScopeSources {
  /** From the person's settings. */
  readonly configured: readonly string[] | undefined;
  /** From the server's challenge (RFC 6750 section 3). */
  readonly challenged: readonly string[] | undefined;
  /** `scopes_supported` of the protected resource metadata. */
  readonly resource: readonly string[] | undefined;
  /** `scopes_supported` of the issuer's metadata. */
  readonly issuer: readonly string[] | undefined;
}

const OFFLINE = 'offline_access';
const IDENTITY = ['openid', 'profile'];
/** A scope-token of RFC 6749 section 3.3. Whatever else a server names could be shown as another than is sent. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The scopes to ask for. Scopes that the person configured are asked as they are, with `offline_access` where the
 * issuer lists it. Others are completed by `openid profile` too, for the account's label, where the issuer lists them;
 * a server's own `offline_access` counts only if the issuer knows it, and what is no scope at all is left out.
 */
export function chooseScopes(sources: ScopeSources): readonly string[] {
  const listed = sources.issuer ?? [];
  const offline = listed.includes(OFFLINE) ? [OFFLINE] : [];
  if (sources.configured) return [...new Set([...sources.configured, ...offline])];
  const asked = (sources.challenged ?? sources.resource ?? []).filter(
    (scope) => scope !== OFFLINE && SCOPE.test(scope),
  );
  const identity = IDENTITY.every((scope) => listed.includes(scope)) ? IDENTITY : [];
  return [...new Set([...identity, ...asked, ...offline])];
}

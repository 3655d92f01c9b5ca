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
  /** For a step-up: scopes that the session has, and those that the server's 403 asked for. */
  readonly stepUp?: { readonly granted: readonly string[]; readonly demanded: readonly string[] } | undefined;
}

const OFFLINE = 'offline_access';
const IDENTITY = ['openid', 'profile'];
/** A scope-token of RFC 6749 section 3.3. Whatever else a server names could be shown as another than is sent. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** The scopes that a server may name: `offline_access` is the issuer's to offer, and what is no scope is left out. */
export function serverScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => scope !== OFFLINE && SCOPE.test(scope));
}

function identityScopes(listed: readonly string[]): readonly string[] {
  return IDENTITY.every((scope) => listed.includes(scope)) ? IDENTITY : [];
}

/**
 * The scopes to ask for. Scopes that the person configured are asked as they are, with `offline_access` where the
 * issuer lists it. Others are completed by `openid profile` too, for the account's label, where the issuer lists them;
 * a server's own `offline_access` counts only if the issuer knows it, and what is no scope at all is left out. A step-up
 * asks for all that together with what was granted before and what is demanded now, so that it never takes any away.
 */
export function chooseScopes(sources: ScopeSources): readonly string[] {
  const { configured, challenged, resource, stepUp } = sources;
  const listed = sources.issuer ?? [];
  const base = configured ?? [...identityScopes(listed), ...serverScopes(challenged ?? resource ?? [])];
  const granted = (stepUp?.granted ?? []).filter((scope) => SCOPE.test(scope));
  const demanded = serverScopes(stepUp?.demanded ?? []);
  const offline = listed.includes(OFFLINE) ? [OFFLINE] : [];
  return [...new Set([...base, ...granted, ...demanded, ...offline])];
}

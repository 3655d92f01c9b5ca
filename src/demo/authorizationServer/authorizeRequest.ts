import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Settings } from './options.ts';
import { allScopes } from './scopes.ts';

/** What is known of the client that an authorization request names. */
export interface KnownClient {
  readonly redirectUris: readonly string[];
  /** Whether it is a public client, which must use PKCE. */
  readonly isPublic: boolean;
}

/** What to do with an authorization request. */
export type AuthorizeDecision =
  | { readonly kind: 'page'; readonly message: string }
  | { readonly kind: 'redirect'; readonly location: string; readonly error: string }
  | { readonly kind: 'forward'; readonly query: URLSearchParams };

/** Letters, digits, and the few signs that Okta lets pass in `state`. */
const STATE = /^[\w.,-]+$/;

/** `redirectUri` with an error as RFC 6749 section 4.1.2.1 has it, and no `iss`. */
export function errorRedirect(redirectUri: string, failure: OktaError, state: string | null): string {
  const url = new URL(redirectUri);
  if (state !== null) url.searchParams.set('state', state);
  url.searchParams.set('error', failure.error);
  url.searchParams.set('error_description', failure.description);
  return url.href;
}

/** The words of a scope parameter. */
export function scopeWords(scope: string | null): readonly string[] {
  return (scope ?? '').split(' ').filter((word) => word !== '');
}

function findFailure(settings: Settings, client: KnownClient, query: URLSearchParams): OktaError | undefined {
  const scopes = scopeWords(query.get('scope'));
  if (!STATE.test(query.get('state') ?? '')) return OKTA_ERROR.state;
  if (scopes.length === 0) return OKTA_ERROR.scopesMissing;
  const known = allScopes(settings.people);
  if (scopes.some((scope) => !known.includes(scope))) return OKTA_ERROR.scopesNotConfigured;
  if (settings.rejectResource && query.has('resource')) return OKTA_ERROR.resource;
  // Any web page can send a browser here: without single sign-on nobody gets a code without the login page.
  if (!settings.singleSignOn && query.get('prompt') === 'none') return OKTA_ERROR.loginRequired;
  const challenge = query.get('code_challenge');
  if (challenge === null) return client.isPublic ? OKTA_ERROR.pkceMissing : undefined;
  return query.get('code_challenge_method') === 'S256' ? undefined : OKTA_ERROR.pkceMethod;
}

/** Parameters of OpenID alone: without its scope Okta ignores them, while oidc-provider refuses the request. */
const OPENID_ONLY = ['nonce', 'max_age', 'id_token_hint', 'acr_values', 'claims', 'claims_locales'];

/** The request as oidc-provider is to see it. */
function forwarded(settings: Settings, query: URLSearchParams): URLSearchParams {
  const changed = new URLSearchParams(query);
  changed.delete('resource');
  if (!scopeWords(query.get('scope')).includes('openid')) for (const name of OPENID_ONLY) changed.delete(name);
  // It grants `offline_access` only together with a consent prompt; that prompt is answered without a page.
  if (changed.get('prompt') === 'none') return changed;
  const login = changed.get('prompt') === 'login' || !settings.singleSignOn;
  changed.set('prompt', login ? 'login consent' : 'consent');
  return changed;
}

/**
 * Okta's checks of an authorization request, strictest first. Redirect URIs match by the letter; oidc-provider would
 * ignore the port of loopback addresses (RFC 8252 section 7.3), Okta does not.
 */
export function decideAuthorize(
  settings: Settings,
  client: KnownClient | undefined,
  query: URLSearchParams,
): AuthorizeDecision {
  if (client === undefined) return { kind: 'page', message: OKTA_ERROR.clientId.description };
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null || !client.redirectUris.includes(redirectUri)) {
    return {
      kind: 'page',
      message: "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
    };
  }
  const failure = findFailure(settings, client, query);
  if (!failure) return { kind: 'forward', query: forwarded(settings, query) };
  const state = failure === OKTA_ERROR.state ? null : query.get('state');
  return { kind: 'redirect', location: errorRedirect(redirectUri, failure, state), error: failure.error };
}

import { scopeWords } from './authorizeRequest.ts';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Settings } from './options.ts';
import { allScopes, OPENID_SCOPES } from './scopes.ts';
import type { Store } from './store.ts';

/** Okta's check of what a client asks for in its own name: scopes of the API, and at least one. */
export function checkMachineScopes(form: URLSearchParams): OktaError | undefined {
  if (form.get('grant_type') !== 'client_credentials') return undefined;
  const scopes = scopeWords(form.get('scope'));
  if (scopes.some((scope) => OPENID_SCOPES.includes(scope))) return OKTA_ERROR.openidAlone;
  return scopes.length === 0 ? OKTA_ERROR.scopesMissing : undefined;
}

/** How much sooner than asked for a device may poll, as a share of the interval: clocks and networks are not exact. */
const POLL_LENIENCE = 0.1;

/** Okta's check of a poll with a device code: not sooner after the last one than it was told (RFC 8628 section 3.5). */
export function checkPoll({ clock, deviceInterval }: Settings, store: Store, form: URLSearchParams) {
  const code = form.get('device_code');
  if (code === null) return undefined;
  const last = store.get('DevicePoll', code)?.payload['at'];
  const now = clock();
  store.put('DevicePoll', code, { at: now }, { expiresAt: now + 3_600_000 });
  const tooSoon = typeof last === 'number' && now - last < deviceInterval * 1000 * (1 - POLL_LENIENCE);
  return tooSoon ? OKTA_ERROR.slowDown : undefined;
}

/**
 * Okta's checks of the scope and `resource` of a token or device request.
 * @param granted scopes of the refresh token that is used, where one is
 * @returns the error to answer, or the form as oidc-provider is to see it
 */
export function checkTokenForm(
  settings: Settings,
  form: URLSearchParams,
  granted: readonly string[] | undefined,
): OktaError | URLSearchParams {
  const scopes = scopeWords(form.get('scope'));
  const known = allScopes(settings.people);
  if (scopes.some((scope) => !known.includes(scope))) return OKTA_ERROR.scopesNotConfigured;
  if (granted && scopes.some((scope) => !granted.includes(scope))) return OKTA_ERROR.scopesWidened;
  if (form.has('resource') && settings.rejectResource) return OKTA_ERROR.resource;
  const changed = new URLSearchParams(form);
  changed.delete('resource');
  return changed;
}

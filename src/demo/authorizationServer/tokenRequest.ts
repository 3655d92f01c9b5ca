import { scopeWords } from './authorizeRequest.ts';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Settings } from './options.ts';
import { allScopes } from './scopes.ts';

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

import type { Provider } from 'oidc-provider';
import type { IssuedTokens } from './issuedTokens.ts';
import type { Settings } from './options.ts';

const INACTIVE = { active: false };

/** RFC 7662 section 2.2 in Okta's form, for an access or a refresh token that this stand-in issued. */
export async function introspect(
  settings: Settings,
  provider: Provider,
  tokens: IssuedTokens,
  token: string,
): Promise<Record<string, unknown>> {
  const access = await tokens.accessToken(token);
  if (access) {
    const { scp, cid, ver: _version, auth_time: _authTime, ...claims } = access;
    const scope = Array.isArray(scp) ? scp.join(' ') : '';
    return { active: true, token_type: 'Bearer', scope, client_id: cid, username: access.sub, ...claims };
  }
  const refresh = await provider.RefreshToken.find(token);
  if (refresh?.isValid !== true) return INACTIVE;
  const person = settings.people.find(({ uid }) => uid === refresh.accountId);
  return {
    active: true,
    token_type: 'refresh_token',
    scope: refresh.scope,
    client_id: refresh.clientId,
    username: person?.login,
    sub: person?.login,
    uid: refresh.accountId,
    iss: settings.issuer,
    aud: settings.issuer,
  };
}

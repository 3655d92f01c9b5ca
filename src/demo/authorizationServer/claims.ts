import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider';
import type { Settings } from './options.ts';
import type { Person } from './people.ts';
import type { Store } from './store.ts';

/** Claims of ID tokens and of the userinfo endpoint. */
export function accountClaims(person: Person): { sub: string } & Record<string, unknown> {
  return {
    sub: person.uid,
    name: person.name,
    preferred_username: person.login,
    email: person.login,
    email_verified: true,
  };
}

function authTime(context: KoaContextWithOIDC): number | undefined {
  const { AuthorizationCode: code, RefreshToken: refresh, DeviceCode: device } = context.oidc.entities;
  return code?.authTime ?? refresh?.authTime ?? device?.authTime;
}

/**
 * The claims of an access token as Okta's custom authorization servers issue it, in the stand-in's time. Keeps a
 * record by `jti`, so that the token can be introspected and dies with its grant.
 */
export function accessTokenClaims(
  settings: Settings,
  store: Store,
  made: {
    context: KoaContextWithOIDC;
    token: AccessToken | ClientCredentials;
    payload: Record<string, unknown>;
  },
): Record<string, unknown> {
  const { context, token, payload } = made;
  const now = Math.floor(settings.clock() / 1000);
  const accountId = 'accountId' in token ? token.accountId : undefined;
  const person = settings.people.find(({ uid }) => uid === accountId);
  const signedInAt = authTime(context);
  const offset = Math.round((settings.clock() - Date.now()) / 1000);
  const claims = {
    ver: 1,
    jti: `AT.${token.jti}`,
    iss: payload['iss'],
    aud: payload['aud'],
    iat: now,
    exp: now + settings.ttl.accessToken,
    cid: token.clientId,
    ...(person ? { uid: person.uid } : {}),
    scp: (token.scope ?? '').split(' ').filter((scope) => scope !== ''),
    ...(signedInAt === undefined ? {} : { auth_time: signedInAt + offset }),
    sub: person?.login ?? token.clientId,
    ...(payload['cnf'] === undefined ? {} : { cnf: payload['cnf'] }),
  };
  const grantId = 'grantId' in token ? token.grantId : undefined;
  store.put('IssuedAccessToken', claims.jti, {}, { grantId, expiresAt: claims.exp * 1000 });
  return claims;
}

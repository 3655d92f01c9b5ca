import { randomBytes } from 'node:crypto';
import { Provider, errors, interactionPolicy } from 'oidc-provider';
import type { Configuration, JWKS, KoaContextWithOIDC } from 'oidc-provider';
import { accessTokenClaims, accountClaims } from './claims.ts';
import { ClockedAdapter } from './clockedAdapter.ts';
import { devicePages } from './devicePages.ts';
import { DPOP_ALGORITHMS } from './dpop.ts';
import type { Keys } from './keys.ts';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { Settings } from './options.ts';
import { messagePage } from './pages/messagePage.ts';
import { sendPage } from './pages/sendPage.ts';
import { OPENID_SCOPES, allScopes } from './scopes.ts';
import { rewriteTokenResponse } from './tokenResponse.ts';
import type { Store } from './store.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** Ways out of the login page that need none: consent is given by the administrator, as in Okta's own applications. */
function loginPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.remove('native_client_prompt');
  return policy;
}

function clients(settings: Settings): NonNullable<Configuration['clients']> {
  return [
    {
      client_id: settings.clientId,
      client_name: 'Incident Desk',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token', DEVICE_GRANT],
      response_types: ['code'],
      redirect_uris: [...settings.redirectUris],
      post_logout_redirect_uris: [...settings.postLogoutRedirectUris],
    },
    ...settings.serviceClients.map((client) => ({
      client_id: client.clientId,
      // A client with keys is known by them before its request gets here; this secret never leaves the process.
      client_secret: 'clientSecret' in client ? client.clientSecret : randomBytes(32).toString('base64url'),
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    })),
  ];
}

/**
 * Each sign-in gets a grant of its own, so that the end of one leaves the others alone. It holds those of the asked
 * scopes that the access policy allows the person. (Okta refuses a request when no rule allows all of its scopes; here
 * a person who may only read signs in with the scopes that the extension always asks for, and the server answers 403
 * where more is needed. Where nothing asked for is allowed, the answer is Okta's `access_denied`.)
 */
async function grantForSignIn(
  settings: Settings,
  context: KoaContextWithOIDC,
): Promise<InstanceType<Provider['Grant']>> {
  const { oidc } = context;
  const person = settings.people.find(({ uid }) => uid === oidc.session?.accountId);
  if (person?.assigned !== true) throw new errors.AccessDenied(OKTA_ERROR.notAssigned.description);
  const asked = [...oidc.requestParamScopes];
  const openid = asked.filter((scope) => OPENID_SCOPES.includes(scope));
  const ofApi = asked.filter((scope) => !OPENID_SCOPES.includes(scope));
  const allowed = ofApi.filter((scope) => person.scopes.includes(scope));
  if (ofApi.length > 0 && allowed.length === 0) throw new errors.AccessDenied(OKTA_ERROR.policy.description);
  const grant = new oidc.provider.Grant({ accountId: person.uid, clientId: oidc.client?.clientId ?? '' });
  grant.addOIDCScope(openid.join(' '));
  grant.addResourceScope(settings.audience, [...openid, ...allowed].join(' '));
  const refused = ofApi.filter((scope) => !allowed.includes(scope));
  if (refused.length > 0) grant.rejectResourceScope(settings.audience, refused.join(' '));
  await grant.save();
  return grant;
}

function tokenConfiguration(settings: Settings, store: Store): Configuration {
  return {
    scopes: [...OPENID_SCOPES],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    formats: {
      customizers: {
        jwt: (context, token, jwt) => {
          jwt.payload = accessTokenClaims(settings, store, { context, token, payload: jwt.payload });
          // Okta's access tokens carry no `typ`.
          jwt.header = { typ: undefined };
        },
      },
    },
    findAccount: (_context, uid) => {
      const person = settings.people.find((candidate) => candidate.uid === uid);
      return person && { accountId: uid, claims: () => Promise.resolve(accountClaims(person)) };
    },
    pkce: { required: (_context, client) => client.tokenEndpointAuthMethod === 'none' },
    ttl: {
      AccessToken: settings.ttl.accessToken,
      AuthorizationCode: settings.ttl.authorizationCode,
      ClientCredentials: settings.ttl.accessToken,
      DeviceCode: settings.ttl.deviceCode,
      Grant: settings.ttl.refreshToken,
      IdToken: settings.ttl.idToken,
      Interaction: settings.ttl.interaction,
      RefreshToken: settings.ttl.refreshToken,
      Session: settings.ttl.browserSession,
    },
  };
}

function features(settings: Settings): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    registration: { enabled: true, initialAccessToken: false },
    deviceFlow: { enabled: true, mask: '********', ...devicePages(settings) },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => settings.audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        audience: settings.audience,
        scope: allScopes(settings.people).join(' '),
        accessTokenFormat: 'jwt',
        accessTokenTTL: settings.ttl.accessToken,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  };
}

/** The machinery of the stand-in: oidc-provider, taught Okta's tokens, policies and pages. */
export function createOidcProvider(settings: Settings, store: Store, keys: Keys): Provider {
  const jwks: JWKS = { keys: [keys.signing] };
  const provider = new Provider(settings.issuer, {
    ...tokenConfiguration(settings, store),
    adapter: (model) => new ClockedAdapter(model, store, settings),
    jwks,
    clients: clients(settings),
    clientDefaults: { id_token_signed_response_alg: 'RS256' },
    cookies: {
      keys: [keys.cookies],
      names: { session: 'standin_session', interaction: 'standin_login', resume: 'standin_resume' },
    },
    features: features(settings),
    enabledJWA: { dPoPSigningAlgValues: [...DPOP_ALGORITHMS] },
    interactions: { policy: loginPolicy(), url: (_context, { uid }) => `/login/${uid}` },
    loadExistingGrant: (context) => {
      // An interaction is still to come: the grant is made when the request returns from it.
      const waiting = context.oidc.prompts.has('consent') && context.oidc.result?.consent === undefined;
      return waiting ? Promise.resolve(undefined) : grantForSignIn(settings, context);
    },
    renderError: (context, out) => {
      sendPage(
        context.res,
        context.status,
        messagePage('Your request resulted in an error', out.error_description ?? out.error),
      );
      context.respond = false;
    },
    routes: {
      authorization: '/v1/authorize',
      token: '/v1/token',
      jwks: '/v1/keys',
      device_authorization: '/v1/device/authorize',
      code_verification: '/activate',
      registration: '/v1/clients',
    },
  });
  provider.use(rewriteTokenResponse(settings, keys));
  return provider;
}

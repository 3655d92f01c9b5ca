import { errors, interactionPolicy, Provider } from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import { OPENID_SCOPES } from '../proxyScopes.ts';
import { type AdapterOptions, RecordAdapter } from '../store/recordAdapter.ts';
import { RETRY_AFTER_SECONDS } from '../temporarilyUnavailable.ts';
import { BOUND_TOKEN_ALGORITHMS, proxyFeatures } from './proxyFeatures.ts';
import { grantEnd, refreshLifetime, renewBeforeRotation } from './refreshing.ts';

/** Seconds that a person has from the consent page to the end of the sign-in. */
const INTERACTION_SECONDS = 900;

/** Each request is agreed to and signed in to anew: there is no session that could answer in a person's name. */
function alwaysAsk(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Prompt, Check } = interactionPolicy;
  const signedIn = new Check('okta', 'the person has to sign in', 'login_required', ({ oidc }) =>
    oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  );
  policy.clear();
  policy.add(new Prompt({ name: 'login', requestable: true }, signedIn));
  policy.add(new Prompt({ name: 'consent', requestable: true }));
  return policy;
}

function tokenConfiguration(parts: ProxyParts): Configuration {
  const { grants, times } = parts;
  return {
    scopes: [...OPENID_SCOPES],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    expiresWithSession: () => false,
    pkce: { required: () => true },
    rotateRefreshToken: (context) => renewBeforeRotation(parts, context),
    issueRefreshToken: async (_context, client, { grantId }) => {
      if (!client.grantTypeAllowed('refresh_token')) return false;
      const claimed = await grants.claim(grantId ?? '', grantEnd(parts, undefined));
      if (claimed === undefined) throw new errors.InvalidGrant('the grant was ended');
      return claimed.refreshToken !== undefined;
    },
    formats: {
      customizers: {
        // The names that Okta's own tokens have, so that a person is the same one with the proxy and without; instants by
        // the clock of the server that checks them.
        jwt: async (_context, token, jwt) => {
          const upstream = 'grantId' in token ? await grants.find(token.grantId) : undefined;
          if (upstream === undefined) throw new errors.InvalidGrant('the grant was ended');
          const iat = parts.store.seconds();
          const instants = { iat, exp: iat + times.accessToken };
          jwt.payload = { ...jwt.payload, ...instants, sub: upstream.login, uid: upstream.subject };
        },
      },
    },
    findAccount: (context, accountId) => ({
      accountId,
      claims: async () => {
        const upstream = await grants.find(context.oidc.entities.Grant?.jti ?? '');
        if (upstream === undefined) return { sub: accountId };
        const { login, name, email } = upstream;
        return { sub: accountId, preferred_username: login, name, email };
      },
    }),
    ttl: {
      AccessToken: times.accessToken,
      AuthorizationCode: 60,
      Grant: times.grant,
      IdToken: times.accessToken,
      Interaction: INTERACTION_SECONDS,
      RefreshToken: (_context, token) => refreshLifetime(parts, token.iiat),
      Session: INTERACTION_SECONDS,
    },
  };
}

/** The grant is the one that this very request brought from Okta, never one of before. */
async function grantOfRequest({ oidc }: KoaContextWithOIDC) {
  const grantId = oidc.result?.consent?.grantId;
  return grantId === undefined ? undefined : oidc.provider.Grant.find(grantId);
}

/** The authorization server that clients see: oidc-provider, with Okta as its login. */
export function createProvider(parts: ProxyParts): Provider {
  const { issuer, keys, vault, store, grants, times } = parts;
  const isSecure = issuer.startsWith('https:');
  const cookies = { httpOnly: true, sameSite: 'lax', secure: isSecure, signed: true } as const;
  const adapterOptions: AdapterOptions = {
    graceSeconds: times.grace,
    unusedClientSeconds: times.unusedClient,
    endGrant: (grantId) => grants.end(grantId),
    endReused: async (grantId, { clientId: client, accountId: subject }) => {
      await store.remove('Grant', grantId);
      await store.removeGrant(grantId);
      await grants.end(grantId);
      parts.audit({ event: 'grant_ended', client, subject, reason: 'used_twice' });
    },
  };
  const provider = new Provider(issuer, {
    ...tokenConfiguration(parts),
    adapter: (model) => new RecordAdapter(model, store, adapterOptions),
    jwks: { keys: keys.secret },
    clientAuthMethods: ['none'],
    responseTypes: ['code'],
    clientDefaults: { id_token_signed_response_alg: 'RS256', token_endpoint_auth_method: 'none' },
    cookies: {
      keys: [vault.key('cookies').toString('base64url')],
      names: { session: 'desk_session', interaction: 'desk_consent', resume: 'desk_resume' },
      long: cookies,
      short: cookies,
    },
    features: proxyFeatures(parts),
    interactions: { policy: alwaysAsk(), url: (_context, { uid }) => `${PROXY_PATHS.consent}/${uid}` },
    loadExistingGrant: grantOfRequest,
    renderError: (context, out) => {
      parts.showError(context.res, context.status, out.error_description ?? out.error);
      context.respond = false;
    },
    enabledJWA: { dPoPSigningAlgValues: [...BOUND_TOKEN_ALGORITHMS] },
    routes: {
      authorization: PROXY_PATHS.authorize,
      token: PROXY_PATHS.token,
      jwks: PROXY_PATHS.jwks,
      registration: PROXY_PATHS.registration,
      revocation: PROXY_PATHS.revocation,
    },
  });
  // What it reads from such headers are the proxy's own words: see `forward`.
  provider.proxy = true;
  provider.use(forgetPerson);
  provider.use(sayWhenToComeAgain);
  return provider;
}

/** Leaves nothing of the person in the browser's session once an answer was given. */
async function forgetPerson(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (!context.path.startsWith(`${PROXY_PATHS.authorize}/`)) return;
  const { session } = context.oidc;
  if (session?.accountId === undefined) return;
  delete session.accountId;
  delete session.authorizations;
  await session.persist();
}

/** Says to whom is put off when to come again. */
async function sayWhenToComeAgain(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (context.status === 503 && !context.headerSent) context.set('Retry-After', RETRY_AFTER_SECONDS);
}

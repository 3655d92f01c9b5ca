import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { isPrivate } from '../discovery/addressPolicy.ts';
import { callbackPath } from '../callbacks/callbackPath.ts';
import { PUBLIC_CLIENT, fittingMethod } from '../clients/clientAuthentication.ts';
import type { ClientAuthentication } from '../clients/clientAuthentication.ts';
import type { Guard } from '../discovery/guardedFetch.ts';
import { checkTakesAssertions, requestByAssertion } from './identityAssertion.ts';
import { issuerMetadata } from '../discovery/issuerMetadata.ts';
import { withoutSlash } from '../discovery/issuerSpelling.ts';
import { checkLoginPages } from '../discovery/knownIssuers.ts';
import { withBoundTokens } from './planSignIn.ts';
import type { PlanOptions, SignInPlan } from './planSignIn.ts';
import type { Session, TokenSet } from '../sessions/session.ts';
import { signedIn } from './signedIn.ts';
import type { SignedIn } from './signedIn.ts';
import { tokenError, tokenFailure, wantsBoundTokens } from '../tokens/tokenFailure.ts';

const OFFLINE = 'offline_access';
const OPTIONAL = ['profile', OFFLINE];

/** See {@link PlanOptions}; and how the client proves itself at the provider, where it is not a public one. */
export interface ProviderOptions extends Pick<PlanOptions, 'signal' | 'bareIssuer' | 'knownIssuers'> {
  readonly authentication?: ClientAuthentication;
}

/** Whoever signed in at the identity provider: a finished sign-in there, or what is needed of it. */
export interface SignedInAtProvider extends Pick<SignedIn, 'endpoints' | 'authentication' | 'dpopKey'> {
  readonly session: Pick<Session, 'clientId'>;
  readonly tokens: Pick<TokenSet, 'idToken' | 'refreshToken'>;
}

/**
 * Plans the sign-in at the company's identity provider, which the settings name, for a server whose own sign-in is
 * planned (MCP enterprise-managed authorization). Only an ID token is asked for, and leave to renew it.
 * @throws AppError `assertion_unsupported`, and with a code of "discovery"
 */
export async function planIdentityProvider(
  plan: Pick<SignInPlan, 'server' | 'serverId' | 'metadata'>,
  effects: Effects,
  options: ProviderOptions = {},
): Promise<SignInPlan> {
  const { server, serverId } = plan;
  const { identityProvider } = server;
  if (!identityProvider) throw new AppError('issuer_missing', { url: server.url });
  checkTakesAssertions(plan.metadata);
  const { issuer, clientId } = identityProvider;
  const { signal, bareIssuer = issuer, authentication = PUBLIC_CLIENT } = options;
  const guard: Guard = { effects, allowPrivate: isPrivate(new URL(issuer)), ...(signal ? { signal } : {}) };
  const metadata = await issuerMetadata(guard, issuer);
  checkLoginPages(metadata, issuer, options.knownIssuers ?? []);
  const offered = metadata.scopes_supported ?? [];
  return {
    server,
    serverId,
    issuer,
    client: { clientId, authentication: fittingMethod(authentication, metadata.token_endpoint_auth_methods_supported) },
    clientOrigin: 'configured',
    callbackPath: callbackPath(issuer, { bare: withoutSlash(bareIssuer) === withoutSlash(issuer) }),
    scopes: ['openid', ...OPTIONAL.filter((scope) => offered.includes(scope))],
    metadata,
  };
}

async function exchange(
  plan: SignInPlan,
  at: SignedInAtProvider,
  idToken: string,
  effects: Effects,
  signal: AbortSignal | undefined,
): Promise<SignedIn> {
  const { endpoints, authentication = PUBLIC_CLIENT, dpopKey, tokens } = at;
  const { clientId } = at.session;
  const bound = dpopKey === undefined ? {} : { dpopKey };
  const provider = { endpoints, client: { clientId, authentication, ...bound } };
  const issuer = { endpoints: plan.metadata, client: plan.client };
  const response = await requestByAssertion({ provider, issuer, target: plan }, idToken, effects, signal);
  const { refreshToken } = tokens;
  const held = {
    ...response,
    id_token: idToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  };
  const known = at.authentication === undefined ? {} : { authentication };
  return signedIn(plan, held, effects.now(), { kind: 'assertion', clientId, endpoints, ...known, ...bound });
}

/**
 * Exchanges a sign-in at the identity provider for one at the server. The session holds the provider's refresh and ID
 * tokens, by which it is renewed.
 * @throws AppError `assertion_unsupported`, `id_token_missing`, `assertion_invalid`, `token_type_mismatch`,
 * `token_request_failed`, `sign_in_interrupted`, `cancelled`
 */
export async function exchangeIdentity(
  plan: SignInPlan,
  signedInAtProvider: SignedInAtProvider,
  effects: Effects,
  signal?: AbortSignal,
): Promise<SignedIn> {
  checkTakesAssertions(plan.metadata);
  const { tokens, endpoints } = signedInAtProvider;
  if (tokens.idToken === undefined) throw new AppError('id_token_missing', { issuer: endpoints.issuer });
  const { authentication } = plan.client;
  const offered = plan.metadata.token_endpoint_auth_methods_supported;
  const fitting = { ...plan, client: { ...plan.client, authentication: fittingMethod(authentication, offered) } };
  const attempt = async (tried: SignInPlan): Promise<SignedIn> => {
    try {
      return await exchange(tried, signedInAtProvider, tokens.idToken ?? '', effects, signal);
    } catch (error) {
      const failure = tokenFailure(error);
      if (wantsBoundTokens(failure) && tried.client.dpopKey === undefined) return attempt(withBoundTokens(tried));
      throw tokenError(failure, plan.issuer, 'sign_in_interrupted');
    }
  };
  return attempt(fitting);
}

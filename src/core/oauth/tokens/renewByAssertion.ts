import type { Effects } from '../../effects.ts';
import { PUBLIC_CLIENT } from '../clients/clientAuthentication.ts';
import type { OAuthClient } from '../clients/clientAuthentication.ts';
import { requestByAssertion } from '../signIn/identityAssertion.ts';
import type { Party } from '../signIn/identityAssertion.ts';
import { ANY_AGE, issuerClient } from './issuerClient.ts';
import { jwtClaims } from './jwtClaims.ts';
import type { TokenSet } from '../sessions/session.ts';
import type { Generation, Renewal, StoredSession } from '../sessions/storedSession.ts';
import { checkTokenType } from './tokenBinding.ts';
import { grantIsGone, tokenFailure } from './tokenFailure.ts';
import { tokenSetOf } from './tokenSet.ts';

/** Milliseconds for which an ID token must still be good to be exchanged. */
const MARGIN = 30_000;

type Holder = Pick<StoredSession, 'session' | 'endpoints'>;

/** How sessions of enterprise-managed authorization are renewed. */
export type AssertionRenewal = Extract<Renewal, { readonly kind: 'assertion' }>;

/** The identity provider, and who we are there. */
export function providerOf({ endpoints, clientId, authentication = PUBLIC_CLIENT, dpopKey }: AssertionRenewal): Party {
  return { endpoints, client: { clientId, authentication, ...(dpopKey === undefined ? {} : { dpopKey }) } };
}

async function refreshIdentity(
  { endpoints, client }: Party,
  before: TokenSet,
  effects: Effects,
  signal: AbortSignal,
): Promise<TokenSet> {
  const { openid, configuration, binding } = await issuerClient(endpoints, client, effects, signal, ANY_AGE);
  const response = await openid.refreshTokenGrant(configuration, before.refreshToken ?? '', {}, binding);
  checkTokenType(response, { issuer: endpoints.issuer, dpopKey: client.dpopKey });
  const { refreshToken, idToken } = tokenSetOf(response, before, effects.now());
  return {
    ...before,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
  };
}

function isFresh({ idToken }: TokenSet, now: number): boolean {
  const { exp } = idToken === undefined ? {} : jwtClaims(idToken);
  return exp !== undefined && exp * 1000 > now + MARGIN;
}

/**
 * Renews access by the identity provider: with its ID token as long as that is good, else with a new one had by its
 * refresh token. Where only the second step fails, what the provider gave is kept beside the old access token, since
 * its old refresh token is used up. It takes up to five requests. Throws what `tokenFailure` sorts.
 */
export async function renewByAssertion(
  { session, endpoints }: Holder,
  client: OAuthClient,
  renewal: AssertionRenewal,
  { tokens }: Generation,
  effects: Effects,
  signal: AbortSignal,
): Promise<Omit<Generation, 'number'>> {
  const provider = providerOf(renewal);
  const grant = { provider, issuer: { endpoints, client }, target: session };
  const exchange = async (identity: TokenSet): Promise<Omit<Generation, 'number'>> => {
    const response = await requestByAssertion(grant, identity.idToken ?? '', effects, signal);
    const obtainedAt = effects.now();
    return { tokens: tokenSetOf(response, identity, obtainedAt), obtainedAt };
  };
  const refreshable = tokens.refreshToken !== undefined;
  if (!refreshable || isFresh(tokens, effects.now())) {
    try {
      return await exchange(tokens);
    } catch (error) {
      // The provider may count time otherwise, or have ended what the ID token stands for: its refresh token tells.
      if (!refreshable || !grantIsGone(tokenFailure(error))) throw error;
    }
  }
  const identity = await refreshIdentity(provider, tokens, effects, signal);
  try {
    return await exchange(identity);
  } catch (error) {
    // An ID token that came before a sleep and was read after it was refused for its age.
    if (grantIsGone(tokenFailure(error)) && isFresh(identity, effects.now())) throw error;
    effects.log.debug('The identity provider renewed its tokens, but the exchange for access failed');
    return { tokens: { ...identity, scopes: [...identity.scopes] }, obtainedAt: effects.now() };
  }
}

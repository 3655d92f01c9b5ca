import type { TokenEndpointResponse } from 'openid-client';
import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { requestAsClient } from '../signIn/clientCredentials.ts';
import { PUBLIC_CLIENT } from '../clients/clientAuthentication.ts';
import type { OAuthClient } from '../clients/clientAuthentication.ts';
import type { Party } from '../signIn/identityAssertion.ts';
import { ANY_AGE, issuerClient } from './issuerClient.ts';
import { providerOf, renewByAssertion } from './renewByAssertion.ts';
import type { Generation, StoredSession } from '../sessions/storedSession.ts';
import { checkTokenType } from './tokenBinding.ts';
import { tokenFailure } from './tokenFailure.ts';
import { tokenSetOf } from './tokenSet.ts';

/** Milliseconds for all requests of one try together, those after a nonce or to a second issuer included: its lock ends. */
const RENEWAL_LIMIT = 10_000;

type Holder = Pick<StoredSession, 'session' | 'endpoints' | 'authentication' | 'renewal' | 'dpopKey'>;

function clientOf({ session, authentication = PUBLIC_CLIENT, dpopKey }: Holder): OAuthClient {
  return { clientId: session.clientId, authentication, ...(dpopKey === undefined ? {} : { dpopKey }) };
}

/** Whether new tokens can be had without a person. */
export function isRenewable({ renewal }: Pick<StoredSession, 'renewal'>, tokens: Generation['tokens']): boolean {
  if (renewal?.kind === 'clientCredentials') return true;
  return tokens.refreshToken !== undefined || (renewal?.kind === 'assertion' && tokens.idToken !== undefined);
}

async function refresh(
  holder: Holder,
  refreshToken: string,
  effects: Effects,
  signal: AbortSignal,
): Promise<TokenEndpointResponse> {
  const client = await issuerClient(holder.endpoints, clientOf(holder), effects, signal, ANY_AGE);
  const { openid, configuration, binding } = client;
  const { resource } = holder.session;
  const response = await openid.refreshTokenGrant(
    configuration,
    refreshToken,
    resource === undefined ? {} : { resource },
    binding,
  );
  checkTokenType(response, { issuer: holder.session.issuer, dpopKey: holder.dpopKey });
  return response;
}

async function renewOnce(
  holder: Holder,
  generation: Generation,
  effects: Effects,
  signal: AbortSignal,
): Promise<Omit<Generation, 'number'>> {
  const { renewal } = holder;
  if (renewal?.kind === 'assertion') {
    return renewByAssertion(holder, clientOf(holder), renewal, generation, effects, signal);
  }
  const { tokens } = generation;
  const response =
    renewal?.kind === 'clientCredentials'
      ? await requestAsClient(holder.endpoints, clientOf(holder), holder.session, effects, signal)
      : await refresh(holder, tokens.refreshToken ?? '', effects, signal);
  const obtainedAt = effects.now();
  return { tokens: tokenSetOf(response, tokens, obtainedAt), obtainedAt };
}

/** Tries once, within the limit. */
async function send(holder: Holder, generation: Generation, effects: Effects): Promise<Omit<Generation, 'number'>> {
  const limit = new AbortController();
  const { host } = new URL(holder.endpoints.issuer);
  const timer = setTimeout(() => limit.abort(new AppError('server_timeout', { host })), RENEWAL_LIMIT);
  try {
    return await renewOnce(holder, generation, effects, limit.signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Renews a session that {@link isRenewable}, with the scopes as they are: by its refresh token (RFC 6749 section 6), by
 * asking anew with the client's own credential (section 4.4), or by the identity provider's tokens. A lost answer is
 * asked for again at once, while the issuer's grace time for a used refresh token still runs. Throws what
 * `tokenFailure` sorts.
 */
export async function requestRenewal(
  holder: Holder,
  generation: Generation,
  effects: Effects,
): Promise<Omit<Generation, 'number'>> {
  try {
    return await send(holder, generation, effects);
  } catch (error) {
    if (tokenFailure(error).kind !== 'lost') throw error;
    effects.log.debug('The answer to a refresh was lost; asking again');
    return send(holder, generation, effects);
  }
}

async function revokeAt({ endpoints, client }: Party, token: string, kind: string, effects: Effects): Promise<void> {
  if (endpoints.revocation_endpoint === undefined) return;
  try {
    const { openid, configuration } = await issuerClient(endpoints, client, effects);
    await openid.tokenRevocation(configuration, token, { token_type_hint: kind });
  } catch (error) {
    effects.log.warn(`A token could not be revoked at ${new URL(endpoints.issuer).host}: ${tokenFailure(error).kind}`);
  }
}

/** Revokes a session's refresh token, or its access token where it has none (RFC 7009), as well as it goes. */
export async function revoke(holder: Holder, tokens: Generation['tokens'], effects: Effects): Promise<void> {
  const { renewal } = holder;
  const issuer = { endpoints: holder.endpoints, client: clientOf(holder) };
  const { accessToken, refreshToken } = tokens;
  // The refresh token of the identity provider says nothing to the issuer of the access token, and is none of its business.
  const owner = renewal?.kind === 'assertion' ? providerOf(renewal) : issuer;
  if (refreshToken !== undefined) await revokeAt(owner, refreshToken, 'refresh_token', effects);
  if (refreshToken === undefined || owner !== issuer) await revokeAt(issuer, accessToken, 'access_token', effects);
}

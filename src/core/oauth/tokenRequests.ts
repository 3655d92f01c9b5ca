import type { TokenEndpointResponse } from 'openid-client';
import type { Effects } from '../effects.ts';
import { requestAsClient } from './clientCredentials.ts';
import { PUBLIC_CLIENT } from './clientAuthentication.ts';
import type { OAuthClient } from './clientAuthentication.ts';
import { issuerClient } from './issuerClient.ts';
import type { Generation, StoredSession } from './storedSession.ts';
import { checkTokenType } from './tokenBinding.ts';
import { tokenFailure } from './tokenFailure.ts';
import { tokenSetOf } from './tokenSet.ts';

type Holder = Pick<StoredSession, 'session' | 'endpoints' | 'authentication' | 'renewal' | 'dpopKey'>;

function clientOf({ session, authentication = PUBLIC_CLIENT, dpopKey }: Holder): OAuthClient {
  return { clientId: session.clientId, authentication, ...(dpopKey === undefined ? {} : { dpopKey }) };
}

/** Whether new tokens can be had without a person. */
export function isRenewable({ renewal }: Pick<StoredSession, 'renewal'>, tokens: Generation['tokens']): boolean {
  return renewal?.kind === 'clientCredentials' || tokens.refreshToken !== undefined;
}

async function refresh(holder: Holder, refreshToken: string, effects: Effects): Promise<TokenEndpointResponse> {
  const { openid, configuration, binding } = await issuerClient(holder.endpoints, clientOf(holder), effects);
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

async function send(holder: Holder, { tokens }: Generation, effects: Effects): Promise<Omit<Generation, 'number'>> {
  const response =
    holder.renewal?.kind === 'clientCredentials'
      ? await requestAsClient(holder.endpoints, clientOf(holder), holder.session, effects)
      : await refresh(holder, tokens.refreshToken ?? '', effects);
  const obtainedAt = effects.now();
  return { tokens: tokenSetOf(response, tokens, obtainedAt), obtainedAt };
}

/**
 * Renews a session that {@link isRenewable}, with the scopes as they are: by its refresh token (RFC 6749 section 6), or
 * by asking anew with the client's own credential (section 4.4). A lost answer is asked for again at once, while the
 * issuer's grace time for a used refresh token still runs. Throws what `tokenFailure` sorts.
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

/** Revokes a session's refresh token, or its access token where it has none (RFC 7009), as well as it goes. */
export async function revoke(holder: Holder, tokens: Generation['tokens'], effects: Effects): Promise<void> {
  if (holder.endpoints.revocation_endpoint === undefined) return;
  const kind = tokens.refreshToken === undefined ? 'access_token' : 'refresh_token';
  try {
    const { openid, configuration } = await issuerClient(holder.endpoints, clientOf(holder), effects);
    await openid.tokenRevocation(configuration, tokens.refreshToken ?? tokens.accessToken, { token_type_hint: kind });
  } catch (error) {
    effects.log.warn(
      `A token could not be revoked at ${new URL(holder.session.issuer).host}: ${tokenFailure(error).kind}`,
    );
  }
}

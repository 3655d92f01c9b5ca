import type { Effects } from '../effects.ts';
import { PUBLIC_CLIENT } from './clientAuthentication.ts';
import type { OAuthClient } from './clientAuthentication.ts';
import { issuerClient } from './issuerClient.ts';
import type { Generation, StoredSession } from './storedSession.ts';
import { checkTokenType } from './tokenBinding.ts';
import { tokenFailure } from './tokenFailure.ts';
import { tokenSetOf } from './tokenSet.ts';

type Holder = Pick<StoredSession, 'session' | 'endpoints' | 'authentication' | 'dpopKey'>;

function clientOf({ session, authentication = PUBLIC_CLIENT, dpopKey }: Holder): OAuthClient {
  return { clientId: session.clientId, authentication, ...(dpopKey === undefined ? {} : { dpopKey }) };
}

async function send(holder: Holder, generation: Generation, refreshToken: string, effects: Effects) {
  const { openid, configuration, binding } = await issuerClient(holder.endpoints, clientOf(holder), effects);
  const { resource } = holder.session;
  const response = await openid.refreshTokenGrant(
    configuration,
    refreshToken,
    resource === undefined ? {} : { resource },
    binding,
  );
  checkTokenType(response, { issuer: holder.session.issuer, dpopKey: holder.dpopKey });
  const obtainedAt = effects.now();
  return { tokens: tokenSetOf(response, generation.tokens, obtainedAt), obtainedAt };
}

/**
 * Refreshes (RFC 6749 section 6) with the scopes as they are. A lost answer is asked for again at once, while the
 * issuer's grace time for a used refresh token still runs. Throws what `tokenFailure` sorts.
 */
export async function requestRefresh(
  holder: Holder,
  generation: Generation,
  refreshToken: string,
  effects: Effects,
): Promise<Omit<Generation, 'number'>> {
  try {
    return await send(holder, generation, refreshToken, effects);
  } catch (error) {
    if (tokenFailure(error).kind !== 'lost') throw error;
    effects.log.debug('The answer to a refresh was lost; asking again');
    return send(holder, generation, refreshToken, effects);
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

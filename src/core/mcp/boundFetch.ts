import type { Effects } from '../effects.ts';
import { tokenText } from '../oauth/tokens/accessToken.ts';
import type { AccessToken, BoundToken } from '../oauth/tokens/accessToken.ts';
import { parseChallenges } from '../oauth/discovery/challenge.ts';
import { bearerOf } from './bearerOf.ts';

/** Tokens that requests under way may still carry. */
const KEPT = 8;

/** The requests of one connection, whose tokens may be bound to a key. */
export interface BoundFetch {
  readonly fetch: Effects['fetch'];
  /** The text of a token, by which the transport's requests carry it; what it is bound to is remembered for them. */
  readonly present: (token: AccessToken) => string;
}

/**
 * A `fetch` that sends a bound token as RFC 9449 section 7.1 has it, where a request brings its text as a bearer token:
 * with the scheme `DPoP` and a proof of its own for each request, each redirect included. A server's nonce is kept for
 * its origin, and a request that was refused for want of one is sent once more (section 9).
 */
export function createBoundFetch(send: Effects['fetch']): BoundFetch {
  const presented = new Map<string, BoundToken>();
  const nonces = new Map<string, string>();
  const present = (token: AccessToken): string => {
    if (typeof token === 'string') return token;
    presented.delete(token.value);
    presented.set(token.value, token);
    for (const oldest of [...presented.keys()].slice(0, -KEPT)) presented.delete(oldest);
    return tokenText(token);
  };
  const prove = async (token: BoundToken, url: URL, init: RequestInit): Promise<Response> => {
    const nonce = nonces.get(url.origin);
    const headers = new Headers(init.headers);
    headers.set('authorization', `DPoP ${token.value}`);
    headers.set('dpop', token.prove({ method: init.method ?? 'GET', url, ...(nonce === undefined ? {} : { nonce }) }));
    const response = await send(url.href, { ...init, headers });
    const given = response.headers.get('dpop-nonce');
    if (given !== null) nonces.set(url.origin, given);
    return response;
  };
  return {
    present,
    fetch: async (input, init = {}) => {
      const token = presented.size > 0 ? presented.get(bearerOf(init)) : undefined;
      if (!token || input instanceof Request) return send(input, init);
      const url = new URL(input);
      const before = nonces.get(url.origin);
      const response = await prove(token, url, init);
      if (!wantsNonce(response) || nonces.get(url.origin) === before) return response;
      await response.body?.cancel();
      return prove(token, url, init);
    },
  };
}

function wantsNonce(response: Response): boolean {
  if (response.status !== 401) return false;
  const challenges = parseChallenges(response.headers.get('www-authenticate') ?? '');
  return challenges.some(({ scheme, parameters }) => scheme === 'dpop' && parameters['error'] === 'use_dpop_nonce');
}

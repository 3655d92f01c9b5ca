import { checkedAddress } from '../discovery/addressPolicy.ts';
import type { StoredSession } from './storedSession.ts';

/** What is left to do after a sign-out here, where the person wants it. */
export interface SignedOut {
  /** Address that ends the browser's own session at the issuer. Holds an ID token: not to be logged. */
  readonly endSession?: URL;
}

/**
 * The address that ends the browser's session (OpenID Connect RP-Initiated Logout section 2); absent where the issuer
 * offers none on its own origin, or sent no ID token. Where an identity provider manages the access, it is its session.
 */
export function browserSessionEnd({ session, renewal, endpoints, generation }: StoredSession): SignedOut {
  const signedInAt = renewal?.kind === 'assertion' ? renewal : { endpoints, clientId: session.clientId };
  const { issuer, end_session_endpoint: endpoint } = signedInAt.endpoints;
  const { idToken } = generation.tokens;
  if (endpoint === undefined || idToken === undefined) return {};
  if (URL.parse(endpoint)?.origin !== URL.parse(issuer)?.origin) return {};
  const endSession = checkedAddress(endpoint, true);
  endSession.searchParams.set('id_token_hint', idToken);
  endSession.searchParams.set('client_id', signedInAt.clientId);
  return { endSession };
}

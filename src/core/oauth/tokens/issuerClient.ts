import type { Configuration, DPoPHandle, DPoPOptions } from 'openid-client';
import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import type { OAuthClient } from '../clients/clientAuthentication.ts';
import { dpopKeyPair } from './dpopKey.ts';
import { guardedRequest } from '../discovery/guardedFetch.ts';
import type { IssuerMetadata } from '../discovery/issuerMetadata.ts';
import { requestAuthentication } from '../clients/requestAuthentication.ts';

/** The endpoints of an issuer that a session needs after the sign-in; kept with it, so that a start asks nobody. */
export type IssuerEndpoints = Pick<
  IssuerMetadata,
  | 'issuer'
  | 'token_endpoint'
  | 'revocation_endpoint'
  | 'end_session_endpoint'
  | 'id_token_signing_alg_values_supported'
  | 'token_endpoint_auth_methods_supported'
>;

/** The part of an issuer's metadata that is kept with a session. */
export function endpointsOf(metadata: IssuerMetadata): IssuerEndpoints {
  const { issuer, token_endpoint, revocation_endpoint, end_session_endpoint } = metadata;
  const { id_token_signing_alg_values_supported, token_endpoint_auth_methods_supported } = metadata;
  return {
    issuer,
    token_endpoint,
    ...(revocation_endpoint === undefined ? {} : { revocation_endpoint }),
    ...(end_session_endpoint === undefined ? {} : { end_session_endpoint }),
    ...(id_token_signing_alg_values_supported === undefined ? {} : { id_token_signing_alg_values_supported }),
    ...(token_endpoint_auth_methods_supported === undefined ? {} : { token_endpoint_auth_methods_supported }),
  };
}

/** Seconds by which the issuer's clock and ours may differ. */
const CLOCK_TOLERANCE = 300;
/**
 * The tolerance for refreshes: an answer that is read after a sleep has tokens that cannot be had again, however old the
 * ID token among them is. Nobody is signed in by that one; it says whose the tokens are.
 */
export const ANY_AGE = Number.MAX_SAFE_INTEGER;

/** openid-client, set up for one client at one issuer and one operation. */
export interface IssuerClient {
  readonly openid: typeof import('openid-client');
  readonly configuration: Configuration;
  /** Last argument of each token request: makes its proofs where tokens are bound to a key, repeated with a nonce. */
  readonly binding: DPoPOptions;
  /** Thumbprint of the key that tokens are bound to (RFC 9449 section 10). */
  readonly thumbprint?: string;
}

/** Beside the challenge that comes with a 401 (RFC 6749 section 5.2), openid-client would not read the error itself. */
function withoutChallenge(response: Response): Response {
  response.headers.delete('www-authenticate');
  return response;
}

/** What proves who the client is goes to the issuer alone, whatever addresses its metadata names. */
function checkOrigin(url: string, issuer: string, { authentication }: OAuthClient): void {
  const { origin, host } = new URL(url);
  if (authentication.method === 'none' || origin === new URL(issuer).origin) return;
  throw new AppError('token_endpoint_foreign', { issuer, host });
}

/**
 * Loads openid-client, on first use so that activation stays light, and binds it to the guarded fetch. Token requests
 * never follow a redirect: a captive portal must not see a refresh token. A client that has a secret or a key sends
 * nothing to another origin than the issuer's: AppError `token_endpoint_foreign`. ID tokens may be over by `tolerance`
 * seconds.
 */
export async function issuerClient(
  metadata: IssuerMetadata | IssuerEndpoints,
  client: OAuthClient,
  effects: Effects,
  signal?: AbortSignal,
  tolerance = CLOCK_TOLERANCE,
): Promise<IssuerClient> {
  const openid = await import('openid-client');
  // The issuer's times are judged by the clock that all other times come from.
  const clockSkew = Math.round((effects.now() - Date.now()) / 1000);
  const times = { [openid.clockSkew]: clockSkew, [openid.clockTolerance]: tolerance };
  const authentication = await requestAuthentication(openid, client);
  const configuration = new openid.Configuration(metadata, client.clientId, times, authentication);
  // http is let through here and refused off loopback by the guarded fetch.
  openid.allowInsecureRequests(configuration);
  // Whether the endpoints may be private was settled at discovery, where the server's own address is known.
  const guard = { effects, allowPrivate: true, ...(signal ? { signal } : {}) };
  configuration[openid.customFetch] = async (url, { method, headers, body }) => {
    checkOrigin(url, metadata.issuer, client);
    const init = { method, headers, ...(body === undefined ? {} : { body: formBody(body) }) };
    return withoutChallenge(await guardedRequest(guard, url, init));
  };
  const { dpopKey } = client;
  if (dpopKey === undefined) return { openid, configuration, binding: {} };
  const handle: DPoPHandle = openid.getDPoPHandle(configuration, await dpopKeyPair(dpopKey));
  return { openid, configuration, binding: { DPoP: handle }, thumbprint: await handle.calculateThumbprint() };
}

function formBody(body: unknown): string {
  if (body instanceof URLSearchParams || typeof body === 'string') return String(body);
  throw new TypeError('A token request has a form as its body');
}

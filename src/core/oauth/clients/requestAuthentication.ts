import type { ClientAuth, ServerMetadata } from 'openid-client';
import type { ClientAuthentication, OAuthClient } from './clientAuthentication.ts';
import { signingKey } from './signingKey.ts';

type PrivateKeyJwt = Extract<ClientAuthentication, { readonly method: 'private_key_jwt' }>;
/** Seconds on either side of now for which a JWT is good: the issuer's clock may differ by as much. */
const ASSERTION_MARGIN = 300;

type Endpoints = Pick<ServerMetadata, 'issuer' | 'token_endpoint'>;

/**
 * What an issuer wants as `aud` of a client's JWT: its own name (RFC 7523bis, and MCP), or the address that the request
 * goes to. Okta takes only the latter; it is known by where its token endpoint lies.
 */
export function assertionAudience(
  { audience }: Pick<PrivateKeyJwt, 'audience'>,
  { issuer, token_endpoint }: Endpoints,
): 'issuer' | 'endpoint' {
  if (audience !== undefined) return audience;
  const name = issuer.replace(/\/$/, '');
  const ofOkta = [`${name}/v1/token`, `${name}/oauth2/v1/token`];
  return token_endpoint !== undefined && ofOkta.includes(token_endpoint) ? 'endpoint' : 'issuer';
}

/**
 * The secret in the header (RFC 6749 section 2.3.1). Encoded no further than every form decoder needs: signs such as `-`
 * and `_` stay as they are, for the servers that forget to decode.
 */
function basic(secret: string): ClientAuth {
  return (_server, { client_id }, _body, headers) => {
    const credentials = `${encodeURIComponent(client_id)}:${encodeURIComponent(secret)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  };
}

/** The endpoint that a form is for, by what only its requests hold. */
function endpointOf(body: URLSearchParams, server: ServerMetadata): string | undefined {
  if (body.has('grant_type')) return server.token_endpoint;
  return body.has('token') ? server.revocation_endpoint : server.device_authorization_endpoint;
}

/** A JWT for each request (RFC 7523 section 2.2), good for minutes, and once. */
async function privateKeyJwt(
  openid: typeof import('openid-client'),
  authentication: PrivateKeyJwt,
): Promise<ClientAuth> {
  const { privateKey, algorithm, keyId } = authentication;
  const key = await signingKey(privateKey, algorithm);
  return (server, client, body, headers) => {
    const audience = assertionAudience(authentication, server) === 'endpoint' ? endpointOf(body, server) : undefined;
    const authenticate = openid.PrivateKeyJwt(keyId === undefined ? key : { key, kid: keyId }, {
      [openid.modifyAssertion]: (header, payload) => {
        header['alg'] = algorithm;
        payload['aud'] = audience ?? server.issuer;
        const now = Number(payload['iat']);
        payload['iat'] = now - ASSERTION_MARGIN;
        payload['nbf'] = now - ASSERTION_MARGIN;
        payload['exp'] = now + ASSERTION_MARGIN;
      },
    });
    return authenticate(server, client, body, headers);
  };
}

/** How a client's requests prove who it is, for openid-client. */
export async function requestAuthentication(
  openid: typeof import('openid-client'),
  { authentication }: Pick<OAuthClient, 'authentication'>,
): Promise<ClientAuth> {
  switch (authentication.method) {
    case 'none':
      return openid.None();
    case 'client_secret_basic':
      return basic(authentication.secret);
    case 'client_secret_post':
      return openid.ClientSecretPost(authentication.secret);
    case 'private_key_jwt':
      return privateKeyJwt(openid, authentication);
  }
}

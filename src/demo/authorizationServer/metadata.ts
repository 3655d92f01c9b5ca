import { DPOP_ALGORITHMS } from './dpop.ts';
import { TOKEN_EXCHANGE } from './identityAssertion.ts';
import { OPENID_SCOPES } from './scopes.ts';
import type { Settings } from './options.ts';

/**
 * The authorization server's metadata (RFC 8414) as Okta publishes it: the scopes of the API are not public, there is
 * no `iss` in responses, and a registration endpoint is named though it is closed.
 */
export function metadata({ issuer, origin, managedConnections }: Settings): Record<string, unknown> {
  const endpoint = (name: string): string => `${issuer}/v1/${name}`;
  const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'];
  return {
    issuer,
    authorization_endpoint: endpoint('authorize'),
    token_endpoint: endpoint('token'),
    userinfo_endpoint: endpoint('userinfo'),
    registration_endpoint: `${origin}/oauth2/v1/clients`,
    jwks_uri: endpoint('keys'),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
      ...(managedConnections.length > 0 ? [TOKEN_EXCHANGE] : []),
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: OPENID_SCOPES,
    token_endpoint_auth_methods_supported: methods,
    claims_supported: ['ver', 'jti', 'iss', 'aud', 'iat', 'exp', 'cid', 'uid', 'scp', 'sub', 'auth_time'],
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
    introspection_endpoint: endpoint('introspect'),
    introspection_endpoint_auth_methods_supported: methods,
    revocation_endpoint: endpoint('revoke'),
    revocation_endpoint_auth_methods_supported: methods,
    end_session_endpoint: endpoint('logout'),
    request_parameter_supported: false,
    device_authorization_endpoint: endpoint('device/authorize'),
  };
}

/** Paths at which {@link metadata} is published. */
export function metadataPaths({ prefix }: Settings): readonly string[] {
  return [
    `${prefix}/.well-known/openid-configuration`,
    `${prefix}/.well-known/oauth-authorization-server`,
    `/.well-known/oauth-authorization-server${prefix}`,
  ];
}

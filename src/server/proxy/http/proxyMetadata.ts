import { BOUND_TOKEN_ALGORITHMS } from '../provider/proxyFeatures.ts';
import type { ProxyParts } from '../proxyParts.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';

/** The proxy's metadata (RFC 8414). */
export function proxyMetadata({ issuer, scopes }: ProxyParts): Readonly<Record<string, unknown>> {
  const at = (path: string): string => new URL(path, issuer).href;
  return {
    issuer,
    authorization_endpoint: at(PROXY_PATHS.authorize),
    token_endpoint: at(PROXY_PATHS.token),
    registration_endpoint: at(PROXY_PATHS.registration),
    revocation_endpoint: at(PROXY_PATHS.revocation),
    jwks_uri: at(PROXY_PATHS.jwks),
    scopes_supported: scopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    dpop_signing_alg_values_supported: BOUND_TOKEN_ALGORITHMS,
  };
}

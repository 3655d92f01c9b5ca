import { randomBytes } from 'node:crypto';
import { errors } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import type { ProxyParts } from '../proxyParts.ts';

/** Algorithms of the proofs that bind tokens to a key (RFC 9449). */
export const BOUND_TOKEN_ALGORITHMS = ['ES256', 'EdDSA'] as const;

/** What of oidc-provider is in use: registration, revocation, and JWTs for the MCP server alone. */
export function proxyFeatures(parts: ProxyParts): NonNullable<Configuration['features']> {
  const { resource, scopes, times } = parts;
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
    registration: {
      enabled: true,
      initialAccessToken: false,
      issueRegistrationAccessToken: false,
      idFactory: () => randomBytes(16).toString('base64url'),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, asked) => {
        if (asked !== resource) throw new errors.InvalidTarget();
        return {
          audience: resource,
          scope: scopes.join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: times.accessToken,
          jwt: { sign: { alg: 'RS256' } },
        };
      },
    },
  };
}

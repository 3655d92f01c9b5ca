/** Where the proxy answers, below its origin. */
export const PROXY_PATHS = {
  metadata: '/.well-known/oauth-authorization-server',
  openidMetadata: '/.well-known/openid-configuration',
  jwks: '/.well-known/jwks.json',
  registration: '/oauth2/v1/clients',
  authorize: '/oauth2/v1/authorize',
  token: '/oauth2/v1/token',
  revocation: '/oauth2/v1/revoke',
  consent: '/oauth/consent',
  callback: '/oauth/callback',
} as const;

/** An OAuth error in Okta's words. */
export interface OktaError {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

function oktaError(status: number, error: string, description: string): OktaError {
  return { status, error, description };
}

/** Okta's errors as its documentation and its answers word them. */
export const OKTA_ERROR = {
  scopesNotConfigured: oktaError(
    400,
    'invalid_scope',
    'One or more scopes are not configured for the authorization server resource.',
  ),
  scopesMissing: oktaError(400, 'invalid_scope', 'The authentication request must contain a valid scope.'),
  state: oktaError(400, 'invalid_request', "The authentication request has an invalid 'state' parameter."),
  pkceMissing: oktaError(
    400,
    'invalid_request',
    "PKCE code challenge is required when the token endpoint authentication method is 'NONE'.",
  ),
  pkceMethod: oktaError(400, 'invalid_request', "The 'code_challenge_method' parameter is invalid. Use 'S256'."),
  pkceFailed: oktaError(400, 'invalid_grant', 'PKCE verification failed.'),
  code: oktaError(400, 'invalid_grant', 'The authorization code is invalid or has expired.'),
  tokenRedirectUri: oktaError(
    400,
    'invalid_grant',
    "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
  ),
  refreshToken: oktaError(400, 'invalid_grant', 'The refresh token is invalid or expired.'),
  scopesWidened: oktaError(400, 'access_denied', 'The requested scopes were not granted with the refresh token.'),
  deviceCode: oktaError(400, 'invalid_grant', 'The device code is invalid or has expired.'),
  devicePending: oktaError(
    400,
    'authorization_pending',
    'The device authorization is pending. Please try again later.',
  ),
  deviceExpired: oktaError(400, 'expired_token', 'The device code is invalid or has expired.'),
  clientId: oktaError(401, 'invalid_client', "Invalid value for 'client_id' parameter."),
  clientSecret: oktaError(401, 'invalid_client', 'The client secret supplied for a confidential client is invalid.'),
  assertionKey: oktaError(401, 'invalid_client', 'The client_assertion JWT kid is invalid.'),
  assertionSignature: oktaError(401, 'invalid_client', 'The client_assertion signature is invalid.'),
  assertionAudience: oktaError(
    401,
    'invalid_client',
    'The audience claim for client_assertion must be the endpoint invoked for the request.',
  ),
  assertionExpired: oktaError(401, 'invalid_client', 'The client_assertion token is expired.'),
  assertionTooLong: oktaError(
    401,
    'invalid_client',
    'The client_assertion token has an expiration too far into the future.',
  ),
  assertionEarly: oktaError(401, 'invalid_client', 'The client_assertion token must be issued before current time.'),
  assertionUsed: oktaError(401, 'invalid_client', 'The client_assertion token has already been used.'),
  assertionClient: oktaError(
    401,
    'invalid_client',
    'The issuer and subject of the client_assertion token must be the client.',
  ),
  openidAlone: oktaError(400, 'invalid_scope', "Cannot request 'openid' scopes using client credentials"),
  slowDown: oktaError(400, 'slow_down', 'The device polls too often. Wait longer between requests.'),
  dpopMissing: oktaError(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.'),
  dpopNonce: oktaError(400, 'use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.'),
  grantType: oktaError(400, 'unsupported_grant_type', 'The authorization grant type is not supported.'),
  requestedTokenType: oktaError(400, 'invalid_request', "The 'requested_token_type' parameter is invalid."),
  subjectToken: oktaError(400, 'invalid_grant', 'subject token is invalid'),
  audience: oktaError(400, 'invalid_target', "The 'audience' parameter is invalid."),
  notAssigned: oktaError(400, 'access_denied', 'User is not assigned to the client application.'),
  policy: oktaError(
    400,
    'access_denied',
    'Policy evaluation failed for this request, please check the policy configurations.',
  ),
  loginRequired: oktaError(400, 'login_required', 'The client specified not to prompt, but the user is not logged in.'),
  resource: oktaError(400, 'invalid_target', "The 'resource' parameter is not supported."),
  token: oktaError(400, 'invalid_request', "The 'token' parameter is required."),
} as const;

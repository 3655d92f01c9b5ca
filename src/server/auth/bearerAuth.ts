import { type AuthInfo, bearerAuthChallengeResponse, OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import type { RequestHandler, Response } from 'express';
import { toAuthInfo } from './principal.ts';
import { scopesNeeded } from './scopesNeeded.ts';
import type { VerifyAccessToken } from './verifyAccessToken.ts';

/** What the challenges of a protected resource name. */
export interface ChallengeOptions {
  /** Address of the protected resource metadata (RFC 9728 section 5.1). */
  readonly resourceMetadataUrl: string;
  /** Scopes that somebody without a valid token should ask for. */
  readonly challengeScopes: readonly string[];
}

const UNAVAILABLE: string = OAuthErrorCode.TemporarilyUnavailable;
const RETRY_AFTER_SECONDS = '5';

function refuse(response: Response, error: OAuthError, options: ChallengeOptions, scopes: readonly string[]): void {
  const { resourceMetadataUrl } = options;
  const answer = bearerAuthChallengeResponse(error, { resourceMetadataUrl, requiredScopes: [...scopes] });
  const challenge = answer.headers.get('WWW-Authenticate');
  if (challenge !== null) response.set('WWW-Authenticate', challenge);
  const isDown = error.code === UNAVAILABLE;
  if (isDown) response.set('Retry-After', RETRY_AFTER_SECONDS);
  response.set('Cache-Control', 'no-store');
  response.status(isDown ? 503 : answer.status).json(error.toResponseObject());
}

/** The token of an `Authorization` header (RFC 6750 section 2.1). Throws `OAuthError`. */
function bearerToken(header: string | undefined): string {
  if (header === undefined) throw new OAuthError(OAuthErrorCode.InvalidToken, 'No access token was sent');
  if (!/^bearer(\s|$)/i.test(header)) {
    throw new OAuthError(OAuthErrorCode.InvalidToken, 'The authorization scheme must be Bearer');
  }
  const token = /^bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1];
  if (token !== undefined) return token;
  throw new OAuthError(OAuthErrorCode.InvalidRequest, 'The Authorization header is malformed');
}

/** Lets a request on with `request.auth` set, or answers 400, 401 or 503 (RFC 6750 section 3.1). */
export function requireAccessToken(verify: VerifyAccessToken, options: ChallengeOptions): RequestHandler {
  return async (request, response, next) => {
    try {
      request.auth = {
        ...toAuthInfo(await verify(bearerToken(request.headers.authorization))),
        resourceMetadataUrl: options.resourceMetadataUrl,
      };
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      refuse(response, error, options, options.challengeScopes);
      return;
    }
    next();
  };
}

function holds(auth: AuthInfo | undefined, scopes: readonly string[]): boolean {
  return scopes.every((scope) => auth?.scopes.includes(scope));
}

/** Lets a parsed request on where its token has every scope that it needs, or answers 403 naming all of them. */
export function requireScopesOfBody(options: ChallengeOptions): RequestHandler {
  return (request, response, next) => {
    const scopes = scopesNeeded(request.body);
    if (holds(request.auth, scopes)) {
      next();
      return;
    }
    const description = `This call needs the scopes ${scopes.join(' ')}`;
    refuse(response, new OAuthError(OAuthErrorCode.InsufficientScope, description), options, scopes);
  };
}

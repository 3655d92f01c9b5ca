import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { principalFromClaims } from './accessTokenClaims.ts';
import type { Principal } from './principal.ts';

/** By how much clocks may differ, in seconds. */
export const CLOCK_TOLERANCE = 5;

/** Types of a JWT that can be an access token: Okta sends none, RFC 9068 has `at+jwt`. */
const ACCESS_TOKEN_TYPES: readonly unknown[] = [undefined, 'JWT', 'at+jwt', 'application/at+jwt'];

/** Checks an access token. */
export type VerifyAccessToken = (token: string) => Promise<Principal>;

function rejected(message: string, cause?: unknown): OAuthError {
  const error = new OAuthError(OAuthErrorCode.InvalidToken, message);
  error.cause = cause;
  return error;
}

const CLAIM_PROBLEMS: Readonly<Record<string, string>> = {
  iss: 'The access token is from another issuer',
  aud: 'The access token is for another audience',
  nbf: 'The access token is not valid yet',
  exp: 'The access token has no valid expiry',
};

function toOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof errors.JWTExpired) return rejected('The access token has expired', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return rejected(CLAIM_PROBLEMS[error.claim] ?? 'The access token is not valid', error);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return rejected('The access token is not signed with RS256', error);
  if (error instanceof errors.JWKSNoMatchingKey) return rejected('The access token is signed with another key', error);
  if (isIssuerFailure(error)) {
    const unavailable = new OAuthError(OAuthErrorCode.TemporarilyUnavailable, 'The issuer keys cannot be read now');
    unavailable.cause = error;
    return unavailable;
  }
  return rejected('The access token is not valid', error);
}

/** Whether the key set could not be read: a network failure, a time-out, or an answer that is no key set. */
function isIssuerFailure(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === errors.JOSEError.code;
}

/**
 * Makes the check of access tokens (RFC 9068 section 4, RFC 8725): RS256 by the issuer's published keys, `iss`, `aud`,
 * `exp`, `nbf`, and the claims of an access token. It throws `OAuthError`: `invalid_token`, or
 * `temporarily_unavailable` where the issuer's keys cannot be read.
 */
export function createAccessTokenVerifier(options: {
  issuer: string;
  audience: string;
  now: () => number;
  /** Those of an issuer in this process; fetched from the issuer where absent. */
  keys?: JWTVerifyGetKey | undefined;
}): VerifyAccessToken {
  const keys = options.keys ?? createRemoteJWKSet(new URL(`${options.issuer}/v1/keys`), { timeoutDuration: 5000 });
  return async (token) => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: options.issuer,
        audience: options.audience,
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: new Date(options.now()),
        requiredClaims: ['exp', 'sub'],
      });
      if (!ACCESS_TOKEN_TYPES.includes(protectedHeader.typ)) throw rejected('The token is not an access token');
      const principal = principalFromClaims(payload);
      if (principal === undefined) throw rejected('The token is not an access token');
      return principal;
    } catch (error) {
      throw toOAuthError(error);
    }
  };
}

import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import { errors, type JWTHeaderParameters, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { sha256Base64url } from '../sha256Base64url.ts';
import { principalFromClaims } from './accessTokenClaims.ts';
import { BriefCache } from './briefCache.ts';
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

/** Keys are found by the header alone. */
const UNREAD = { payload: '', signature: '' };

/** Milliseconds for which it is remembered that a signature is good. */
const REMEMBERED = 5 * 60 * 1000;

/** A token whose signature was good. */
interface Verified {
  readonly header: JWTHeaderParameters;
  /** By which it was verified. */
  readonly key: Awaited<ReturnType<JWTVerifyGetKey>>;
  readonly principal: Principal;
  /** Seconds since 1970. */
  readonly notBefore: number | undefined;
}

/** Whether it may be used now: everything else about it stays as it was. @throws OAuthError */
function requireInTime({ principal, notBefore }: Verified, seconds: number): void {
  if (principal.expiresAt <= seconds - CLOCK_TOLERANCE) throw rejected('The access token has expired');
  if (notBefore !== undefined && notBefore > seconds + CLOCK_TOLERANCE) {
    throw rejected('The access token is not valid yet');
  }
}

/**
 * Makes the check of access tokens (RFC 9068 section 4, RFC 8725): RS256 by the issuer's published keys, `iss`, `aud`,
 * `exp`, `nbf`, and the claims of an access token. It throws `OAuthError`: `invalid_token`, or
 * `temporarily_unavailable` where the issuer's keys cannot be read. A signature is verified once for as long as its key
 * is published, since that takes longer than the rest of a small call; time is looked at each time.
 */
export function createAccessTokenVerifier(options: {
  issuer: string;
  audience: string;
  now: () => number;
  monotonic: () => number;
  /** The issuer's keys: the same object for a key that it published before, until they are read anew. */
  keys: JWTVerifyGetKey;
}): VerifyAccessToken {
  const { issuer, audience, now, keys } = options;
  const known = new BriefCache<Verified>(options.monotonic);
  const verify = async (token: string): Promise<Verified> => {
    const { payload, protectedHeader, key } = await jwtVerify(token, keys, {
      ...{ algorithms: ['RS256'], issuer, audience },
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'sub'],
    });
    if (!ACCESS_TOKEN_TYPES.includes(protectedHeader.typ)) throw rejected('The token is not an access token');
    const principal = principalFromClaims(payload);
    if (principal === undefined) throw rejected('The token is not an access token');
    return { header: protectedHeader, key, principal, notBefore: payload.nbf };
  };
  return async (token) => {
    try {
      const hash = sha256Base64url(token);
      const before = known.get(hash);
      if (before !== undefined) {
        const key = await keys(before.header, UNREAD);
        if (key === before.key) {
          requireInTime(before, Math.floor(now() / 1000));
          return before.principal;
        }
      }
      const verified = await verify(token);
      known.set(hash, verified, REMEMBERED);
      return verified.principal;
    } catch (error) {
      throw toOAuthError(error);
    }
  };
}

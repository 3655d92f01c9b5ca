import { type AuthInfo, OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import type { Request, RequestHandler } from 'express';
import { sendTooMany } from '../http/tooManyRequests.ts';
import { presentedToken } from './presentedToken.ts';
import { type Principal, principalOf, toAuthInfo } from './principal.ts';
import { type ChallengeOptions, refuse, type Refusal } from './refusal.ts';
import { scopesNeeded } from './scopesNeeded.ts';
import { type TokenAttempts, TooManyFailures } from './tokenAttempts.ts';
import type { VerifyAccessToken } from './verifyAccessToken.ts';
import type { VerifyProof } from './verifyProof.ts';

declare module 'express-serve-static-core' {
  interface Request {
    /** Who calls, once the token was checked; where the MCP library looks for it. */
    auth?: AuthInfo;
  }
}

const INVALID: string = OAuthErrorCode.InvalidToken;

/** How requests are checked. */
export interface AccessChecks {
  readonly verify: VerifyAccessToken;
  readonly verifyProof: VerifyProof;
  readonly attempts?: TokenAttempts | undefined;
  /** Whether the issuer is asked about each token; else a check costs no more than the look at a signature. */
  readonly asksIssuer: boolean;
}

/** The `DPoP` header, where there is exactly one (RFC 9449 section 4.3). */
function proofOf(request: Request): string | undefined {
  const values = request.headersDistinct['dpop'] ?? [];
  return values.length === 1 ? values[0] : undefined;
}

/** Whether requests with such a token answer and are answered by the scheme `DPoP`. */
function checkBinding({ scheme, bound, required }: { scheme: string; bound: boolean; required: boolean }): void {
  const problem = bound
    ? scheme === 'bearer' && 'The access token is bound to a key and must be sent with the DPoP scheme'
    : (required || scheme === 'dpop') && 'The access token is not bound to a key';
  if (problem !== false) throw new OAuthError(OAuthErrorCode.InvalidToken, problem);
}

/**
 * Checks a token. That too many of its address were no good is said before the check where that asks the issuer, else
 * only of those that are no good either: people who share the address are not kept out by each other.
 */
async function verified(checks: AccessChecks, token: string, address?: string): Promise<Principal> {
  const { verify, attempts, asksIssuer } = checks;
  if (asksIssuer) await attempts?.begin(token, address);
  try {
    const principal = await verify(token);
    attempts?.succeeded(token);
    return principal;
  } catch (error) {
    if (error instanceof OAuthError && error.code === INVALID) {
      if (!asksIssuer) await attempts?.begin(token, address);
      await attempts?.failed(token, address);
    }
    throw error;
  }
}

async function principalFor(request: Request, checks: AccessChecks, requireDpop: boolean): Promise<Principal> {
  const { scheme, token } = presentedToken(request.headers.authorization);
  const principal = await verified(checks, token, request.ip);
  const { thumbprint } = principal;
  checkBinding({ scheme, bound: thumbprint !== undefined, required: requireDpop });
  if (thumbprint !== undefined) {
    await checks.verifyProof({ proof: proofOf(request), method: request.method, token, thumbprint });
  }
  return principal;
}

function schemeOf(request: Request, requireDpop: boolean): Refusal['scheme'] {
  return requireDpop || /^dpop(\s|$)/i.test(request.headers.authorization ?? '') ? 'dpop' : 'bearer';
}

/** Lets a request on with `request.auth` set, or answers 400, 401, 429 or 503 (RFC 6750 section 3.1, RFC 9449 section 7). */
export function requireAccessToken(checks: AccessChecks, options: ChallengeOptions): RequestHandler {
  const { requireDpop, resourceMetadataUrl, challengeScopes } = options;
  return async (request, response, next) => {
    try {
      const principal = await principalFor(request, checks, requireDpop);
      request.auth = { ...toAuthInfo(principal), resourceMetadataUrl };
    } catch (error) {
      if (error instanceof TooManyFailures) {
        const description = 'Too many tokens that came from this address were not good.';
        sendTooMany(response, { refusal: 'rate of failed tokens', description, seconds: error.seconds });
        return;
      }
      if (!(error instanceof OAuthError)) throw error;
      refuse(response, { error, scheme: schemeOf(request, requireDpop), scopes: challengeScopes }, options);
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
    const scopes = scopesNeeded(request.body, options.requiredScopes);
    if (holds(request.auth, scopes)) {
      next();
      return;
    }
    const description = `This call needs the scopes ${scopes.join(' ')}`;
    const error = new OAuthError(OAuthErrorCode.InsufficientScope, description);
    const scheme = principalOf(request.auth).thumbprint === undefined ? 'bearer' : 'dpop';
    refuse(response, { error, scheme, scopes }, options);
  };
}

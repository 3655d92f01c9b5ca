import { bearerAuthChallengeResponse, type OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import type { Response } from 'express';
import { noteRefusal } from '../http/noteRefusal.ts';
import { PROOF_ALGORITHMS } from './verifyProof.ts';

/** What the challenges of a protected resource name. */
export interface ChallengeOptions {
  /** Address of the protected resource metadata (RFC 9728 section 5.1). */
  readonly resourceMetadataUrl: string;
  /** Scopes that somebody without a valid token should ask for. */
  readonly challengeScopes: readonly string[];
  /** Scopes that every call needs, in place of those of each tool. */
  readonly requiredScopes?: readonly string[] | undefined;
  /** Whether only tokens bound to a key are taken (RFC 9449). */
  readonly requireDpop: boolean;
}

/** Why and how a request is refused. */
export interface Refusal {
  readonly error: OAuthError;
  readonly scheme: 'bearer' | 'dpop';
  readonly scopes: readonly string[];
}

const UNAVAILABLE: string = OAuthErrorCode.TemporarilyUnavailable;
const RETRY_AFTER_SECONDS = '5';
/** Statuses of RFC 6750 section 3.1 and RFC 9449 section 7.1. */
const STATUSES: ReadonlyMap<string, number> = new Map<string, number>([
  [OAuthErrorCode.InvalidRequest, 400],
  [OAuthErrorCode.InvalidToken, 401],
  ['invalid_dpop_proof', 401],
  [OAuthErrorCode.InsufficientScope, 403],
]);

function ownChallenge({ error, scheme, scopes }: Refusal, resourceMetadataUrl: string): string {
  const parameters = {
    ...(scheme === 'dpop' && { algs: PROOF_ALGORITHMS.join(' ') }),
    error: error.code,
    error_description: error.message,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    resource_metadata: resourceMetadataUrl,
  };
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`);
  return `${scheme === 'dpop' ? 'DPoP' : 'Bearer'} ${pairs.join(', ')}`;
}

/** Answers a request that is not let through, with the challenge that tells a client what to bring. */
export function refuse(response: Response, refusal: Refusal, { resourceMetadataUrl }: ChallengeOptions): void {
  const { error, scheme, scopes } = refusal;
  const bearer = bearerAuthChallengeResponse(error, { resourceMetadataUrl, requiredScopes: [...scopes] });
  const known = STATUSES.get(error.code);
  const challenge =
    known !== undefined && (scheme === 'dpop' || known === 400)
      ? ownChallenge(refusal, resourceMetadataUrl)
      : bearer.headers.get('WWW-Authenticate');
  if (challenge !== null) response.set('WWW-Authenticate', challenge);
  noteRefusal(response, `${error.code}: ${error.message}`);
  const isDown = error.code === UNAVAILABLE;
  if (isDown) response.set('Retry-After', RETRY_AFTER_SECONDS);
  response.set('Cache-Control', 'no-store');
  response.status(isDown ? 503 : (known ?? bearer.status)).json(error.toResponseObject());
}

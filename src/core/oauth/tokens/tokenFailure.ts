import { AppError, causesOf, isAppError, isUnanswered, isUntrustedNetwork } from '../../errors.ts';
import { labelText } from '../../shownText.ts';

/** openid-client's code for an OAuth error (RFC 6749 section 5.2). */
const REFUSAL = 'OAUTH_RESPONSE_BODY_ERROR';
/** Codes, openid-client's and ours, for an answer that a token endpoint gave and that must not be used. */
const INVALID_ANSWER = [
  'token_type_mismatch',
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
];

/** How a token request failed. */
export type TokenFailure =
  /** The issuer said no in an OAuth error (RFC 6749 section 5.2), or sent tokens meant for something else. */
  | { readonly kind: 'refused'; readonly status: number; readonly error: string; readonly description: string }
  /** No answer came: the request may have been carried out or not. `why`, where a person has to act. */
  | { readonly kind: 'lost'; readonly why?: AppError }
  /** Somebody answered, but not as a token endpoint does: a captive portal, an overload, an outage. */
  | { readonly kind: 'unusable' }
  /** We refused: to send what was asked for, or to take what came. */
  | { readonly kind: 'ours'; readonly error: AppError }
  /** The operation was aborted by its caller. */
  | { readonly kind: 'cancelled' };

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Sorts what openid-client or the guarded fetch threw. Nothing of an answer but its OAuth error is kept. */
export function tokenFailure(error: unknown): TokenFailure {
  const chain = causesOf(error);
  if (chain.some((cause) => isAppError(cause, 'cancelled'))) return { kind: 'cancelled' };
  const unanswered = chain.find(isUnanswered);
  if (unanswered) return isUntrustedNetwork(unanswered) ? { kind: 'lost', why: unanswered } : { kind: 'lost' };
  const own = chain.find((cause) =>
    isAppError(cause, 'token_endpoint_foreign', 'token_type_mismatch', 'assertion_invalid'),
  );
  if (isAppError(own)) return { kind: 'ours', error: own };
  const [outer] = chain;
  // By its code: the name is that of a class, which a minified bundle shortens.
  if (outer && 'code' in outer && outer.code === REFUSAL && 'error' in outer && 'status' in outer) {
    const description = 'error_description' in outer ? labelText(textOf(outer.error_description), 500) : '';
    return { kind: 'refused', status: Number(outer.status), error: labelText(textOf(outer.error), 100), description };
  }
  if (chain.some((cause) => 'code' in cause && INVALID_ANSWER.includes(textOf(cause.code)))) {
    return { kind: 'refused', status: 200, error: 'invalid_response', description: '' };
  }
  return { kind: 'unusable' };
}

/** Whether the issuer said that the grant is gone: 429 and 5xx never say so, whatever their body holds. */
export function grantIsGone(failure: TokenFailure): boolean {
  return failure.kind === 'refused' && failure.status === 400 && failure.error === 'invalid_grant';
}

/** Whether the issuer gives this client only tokens bound to a key (RFC 9449 section 5): Okta can require it of one. */
export function wantsBoundTokens(failure: TokenFailure): boolean {
  return failure.kind === 'refused' && ['invalid_dpop_proof', 'use_dpop_nonce'].includes(failure.error);
}

/** Whether the issuer does not take the client for whom it says it is (RFC 6749 section 5.2: status 400 or 401). */
export function clientIsRefused(failure: TokenFailure): boolean {
  return failure.kind === 'refused' && [400, 401].includes(failure.status) && failure.error === 'invalid_client';
}

/**
 * The error to throw for a failed token request: `cancelled`, `token_request_failed`, one of our own, what is wrong with
 * the network, or `unreachable` where the endpoint gave no answer to go by.
 */
export function tokenError(
  failure: TokenFailure,
  issuer: string,
  unreachable: 'token_endpoint_unreachable' | 'sign_in_interrupted' = 'token_endpoint_unreachable',
): AppError {
  switch (failure.kind) {
    case 'ours':
      return failure.error;
    case 'cancelled':
      return new AppError('cancelled');
    case 'refused': {
      if (failure.status === 429) return new AppError(unreachable, { issuer });
      return new AppError('token_request_failed', { issuer, error: failure.error, description: failure.description });
    }
    case 'lost':
      return failure.why ?? new AppError(unreachable, { issuer });
    case 'unusable':
      return new AppError(unreachable, { issuer });
  }
}

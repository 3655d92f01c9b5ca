import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { withoutHidden } from '../../../shared/hiddenCharacters.ts';
import { asError } from '../../asError.ts';

/**
 * What is wrong at Okta: it refuses the person; it does not take this code or refresh token (any more); the proxy is not
 * set up there as Okta has it; it cannot be asked now.
 */
export type OktaProblem = 'denied' | 'not_taken' | 'setup' | 'unavailable';

/** As much of Okta's words as is logged, in characters. */
const LONGEST = 300;
/** Codes of openid-client for an answer that did not come, or not from Okta. */
const UNANSWERED: readonly (string | undefined)[] = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_JSON',
];

function statusOf(error: unknown): number | undefined {
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError) return error.status;
  return error instanceof Error && error.cause instanceof Response ? error.cause.status : undefined;
}

/** What an error of openid-client means. Okta's 429 can carry `invalid_grant` too, and a gateway says whatever it likes. */
export function oktaProblem(error: unknown): OktaProblem {
  const status = statusOf(error);
  if (error instanceof ResponseBodyError && status === 400 && error.error === 'invalid_grant') return 'not_taken';
  if (status !== undefined) return status >= 400 && status < 500 && status !== 429 ? 'setup' : 'unavailable';
  // `fetch` has no other error where no connection comes about.
  if (error instanceof TypeError) return 'unavailable';
  return error instanceof ClientError && UNANSWERED.includes(error.code) ? 'unavailable' : 'setup';
}

/** What the `error` means that Okta sends the browser back with (RFC 6749 section 4.1.2.1). */
export function answerProblem(error: string): OktaProblem {
  if (error === 'access_denied') return 'denied';
  return error === 'server_error' || error === 'temporarily_unavailable' ? 'unavailable' : 'setup';
}

/** Words of Okta on one line of the log. */
export function logged(words: string): string {
  return withoutHidden(words, ' ').replace(/\s+/g, ' ').trim().slice(0, LONGEST);
}

function causes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [error.message, ...causes(error.cause)].filter(Boolean);
}

/** What happened, for the log: statuses, and Okta's own words, which hold none of our secrets. */
export function oktaWords(error: unknown): string {
  if (error instanceof ResponseBodyError) {
    return logged(`${error.status} ${error.error}: ${error.error_description ?? 'no more words'}`);
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    const { parameters } = error.cause[0] ?? {};
    return logged(
      `${error.status} ${parameters?.['error'] ?? ''}: ${parameters?.['error_description'] ?? 'no more words'}`,
    );
  }
  const status = statusOf(error);
  const told = causes(error).join(': ') || asError(error).name;
  return logged(status === undefined ? told : `${status}: ${told}`);
}

import { oktaProblem, oktaWords } from './oktaProblem.ts';

/** Okta says that the grant is over: nothing but a new sign-in helps. */
export class UpstreamEnded extends Error {}

/** The grant cannot be renewed now, and stands. */
export class UpstreamUnavailable extends Error {}

/** What a failed refresh at Okta means: it ends a grant only where Okta no longer takes its refresh token. */
export function upstreamFailure(error: unknown): UpstreamEnded | UpstreamUnavailable {
  const message = `a refresh at Okta failed: ${oktaWords(error)}`;
  const options = { cause: error };
  return oktaProblem(error) === 'not_taken'
    ? new UpstreamEnded(message, options)
    : new UpstreamUnavailable(message, options);
}

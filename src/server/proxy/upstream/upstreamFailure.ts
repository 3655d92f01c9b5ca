import { ResponseBodyError } from 'openid-client';

/** Okta says that the grant is over: nothing but a new sign-in helps. */
export class UpstreamEnded extends Error {}

/** Okta cannot be asked now; the grant stands. */
export class UpstreamUnavailable extends Error {}

/**
 * What a failed refresh at Okta means. Only `invalid_grant` with status 400 ends a grant: Okta's 429 can carry that
 * word too, and a gateway in between says whatever it likes.
 */
export function upstreamFailure(error: unknown): UpstreamEnded | UpstreamUnavailable {
  const isOver = error instanceof ResponseBodyError && error.status === 400 && error.error === 'invalid_grant';
  const options = { cause: error };
  return isOver
    ? new UpstreamEnded('Okta ended the grant', options)
    : new UpstreamUnavailable('Okta cannot be asked now', options);
}

import { answerProblem, logged, oktaProblem, oktaWords, type OktaProblem } from './oktaProblem.ts';

const ADMINISTRATOR = 'If you did not cancel it yourself, ask your Okta administrator to let you use Incident Desk.';
const SOON = 'Try again in a minute.';
const SETUP =
  'Incident Desk and Okta are not set up to fit. Trying again does not help: tell whoever runs Incident Desk.';

/** What the client is told (RFC 6749 section 4.1.2.1), in words for the person: ASCII, with no quotes. */
const ANSWERS = {
  okta_denied: { error: 'access_denied', words: `Okta did not let you sign in. ${ADMINISTRATOR}` },
  okta_code: {
    error: 'access_denied',
    words: 'What Okta sent was not valid any more. Start the sign-in again.',
  },
  okta_setup: { error: 'server_error', words: SETUP },
  okta_unavailable: { error: 'temporarily_unavailable', words: `Okta does not answer now. ${SOON}` },
  no_scopes: {
    error: 'access_denied',
    words: 'Okta gives you none of the permissions that were asked for. Ask your Okta administrator for them.',
  },
  not_kept: { error: 'server_error', words: `Incident Desk could not keep your sign-in. ${SOON}` },
} as const;

/** Why a sign-in did not come to its end, as the audit log has it. */
export type SignInReason = keyof typeof ANSWERS;

const REASONS: Readonly<Record<OktaProblem, SignInReason>> = {
  denied: 'okta_denied',
  not_taken: 'okta_code',
  setup: 'okta_setup',
  unavailable: 'okta_unavailable',
};

/** A sign-in that did not come to its end; the message is for the log. */
export class SignInFailure extends Error {
  readonly reason: SignInReason;

  constructor(reason: SignInReason, words: string, options?: ErrorOptions) {
    super(`a sign-in failed (${reason}): ${words}`, options);
    this.reason = reason;
  }

  /** For the client. */
  get answer(): { readonly error: string; readonly error_description: string } {
    const { error, words } = ANSWERS[this.reason];
    return { error, error_description: words };
  }
}

/** Okta sent the browser back with an error. */
export function refusedSignIn(error: string, description: string | undefined): SignInFailure {
  const words = description === undefined ? error : `${error}: ${description}`;
  return new SignInFailure(REASONS[answerProblem(error)], logged(words));
}

/** Okta's code could not be redeemed. */
export function failedRedemption(error: unknown): SignInFailure {
  return new SignInFailure(REASONS[oktaProblem(error)], oktaWords(error), { cause: error });
}

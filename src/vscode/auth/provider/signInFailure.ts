import { AppError } from '../../../core/errors.ts';

/** VS Code's own words, untranslated in its sources, when a person answers "Cancel" to its question for consent. */
const CONSENT_REFUSED = 'User did not consent to login.';

/**
 * What to make of a rejected `getSession`: the provider's own failure where there was one, a cancellation where the
 * person refused consent (VS Code says so by a plain error), else what was thrown.
 */
export function signInFailure(thrown: unknown, failure: unknown): unknown {
  if (failure !== undefined) return failure;
  const refused = thrown instanceof Error && thrown.message.includes(CONSENT_REFUSED);
  return refused ? new AppError('cancelled', {}, { cause: thrown }) : thrown;
}

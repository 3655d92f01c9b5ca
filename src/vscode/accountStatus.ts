import type { AppError } from '../core/errors.ts';

/** What the status bar tells and does, before it is put into words. */
export type AccountStatus =
  | { readonly kind: 'hidden' | 'signedOut' }
  | { readonly kind: 'problem'; readonly error: AppError }
  | { readonly kind: 'signedIn'; readonly accounts: readonly string[] };

/**
 * The state of all accounts together: a problem of the settings first, nothing where no server is set up, signed out
 * where nobody is signed in anywhere. `labels` has the account of each server, undefined where there is none.
 */
export function accountStatus(problem: AppError | undefined, labels: readonly (string | undefined)[]): AccountStatus {
  if (problem) return { kind: 'problem', error: problem };
  if (labels.length === 0) return { kind: 'hidden' };
  const accounts = labels.filter((label) => label !== undefined);
  return accounts.length === 0 ? { kind: 'signedOut' } : { kind: 'signedIn', accounts };
}

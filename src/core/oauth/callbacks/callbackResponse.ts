import { AppError } from '../../errors.ts';
import { labelText } from '../../shownText.ts';

/** Characters that a callback may have. */
export const CALLBACK_LIMIT = 8192;

const PASSED_ON = ['code', 'state', 'iss', 'error', 'error_description'] as const;

/** What a callback is judged by. */
export interface ExpectedCallback {
  readonly issuer: string;
  readonly state: string;
  /** Whether the issuer says that it sends `iss` (RFC 9207 section 3). */
  readonly issuerAdvertisesIss: boolean;
  /** Path that the callback must have: another one is another issuer's. */
  readonly path: string;
}

function invalid(reason: string): AppError {
  return new AppError('callback_invalid', { reason });
}

function checkIss(iss: string | null, expected: ExpectedCallback): void {
  if (iss === null && expected.issuerAdvertisesIss) throw invalid('iss_missing');
  if (iss !== null && iss !== expected.issuer) throw invalid('iss_mismatch');
}

/**
 * Judges a callback (RFC 6749 section 4.1.2, RFC 9207 section 2.4) and gives the parameters to redeem. `iss` is
 * compared before anything of the callback is shown.
 * @throws AppError `callback_invalid`, `authorization_denied`
 */
export function checkCallback(callback: URL, expected: ExpectedCallback): URLSearchParams {
  if (callback.href.length > CALLBACK_LIMIT) throw invalid('too_long');
  if (callback.pathname !== expected.path) throw invalid('path');
  const passed = new URLSearchParams();
  for (const name of PASSED_ON) {
    const values = callback.searchParams.getAll(name);
    if (values.length > 1) throw invalid('repeated_parameter');
    for (const value of values) passed.set(name, value);
  }
  if (passed.get('state') !== expected.state) throw invalid('state');
  checkIss(passed.get('iss'), expected);
  const error = passed.get('error');
  if (error !== null) {
    const description = labelText(passed.get('error_description') ?? '', 500);
    throw new AppError('authorization_denied', { issuer: expected.issuer, error: labelText(error, 100), description });
  }
  if (!passed.get('code')) throw invalid('code_missing');
  return passed;
}

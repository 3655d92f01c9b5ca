import { AppError } from '../../errors.ts';
import { DPOP_ALGORITHM } from './dpopKey.ts';

/** Who says something about binding tokens to a key. */
export interface BindingSources {
  readonly issuer: string;
  /** Address of the MCP server. */
  readonly url: string;
  /** `dpop_signing_alg_values_supported` of the issuer's metadata (RFC 9449 section 5.1). */
  readonly algorithms: readonly string[] | undefined;
  /** `dpop_bound_access_tokens_required` of the protected resource metadata (RFC 9728 section 2). */
  readonly required: boolean | undefined;
  /** From the server's challenge (RFC 9449 section 7.1). */
  readonly challenged: 'offered' | 'required' | undefined;
}

/**
 * Whether tokens are to be bound to a key: where the server wants it, and where server and issuer both can.
 * @throws AppError `dpop_unsupported` where the server wants what the issuer cannot do
 */
export function bindsTokens({ issuer, url, algorithms, required, challenged }: BindingSources): boolean {
  const wanted = required === true || challenged === 'required';
  const possible = algorithms?.includes(DPOP_ALGORITHM) ?? false;
  if (wanted && !possible) throw new AppError('dpop_unsupported', { issuer, url });
  return wanted || (possible && challenged === 'offered');
}

/**
 * Checks that the issuer answered with the kind of token that was asked for: a bound token sent as a bearer token, or
 * the other way round, would be refused at best.
 * @throws AppError `token_type_mismatch`
 */
export function checkTokenType(
  response: { readonly token_type: string },
  { issuer, dpopKey }: { readonly issuer: string; readonly dpopKey: string | undefined },
): void {
  const bound = response.token_type.toLowerCase() === 'dpop';
  if (bound !== (dpopKey !== undefined)) throw new AppError('token_type_mismatch', { issuer });
}

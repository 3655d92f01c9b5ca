import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';

/** A token as a request brings it. */
export interface PresentedToken {
  readonly scheme: 'bearer' | 'dpop';
  readonly token: string;
}

/** The token of an `Authorization` header (RFC 6750 section 2.1, RFC 9449 section 7.1). Throws `OAuthError`. */
export function presentedToken(header: string | undefined): PresentedToken {
  if (header === undefined) throw new OAuthError(OAuthErrorCode.InvalidToken, 'No access token was sent');
  const scheme = /^(bearer|dpop)(?:\s|$)/i.exec(header)?.[1]?.toLowerCase();
  if (scheme !== 'bearer' && scheme !== 'dpop') {
    throw new OAuthError(OAuthErrorCode.InvalidToken, 'The authorization scheme must be Bearer or DPoP');
  }
  const token = /^\w+ +([\w.~+/-]+=*)$/.exec(header)?.[1];
  if (token !== undefined) return { scheme, token };
  throw new OAuthError(OAuthErrorCode.InvalidRequest, 'The Authorization header is malformed');
}

import { AppError } from '../../errors.ts';
import { labelText } from '../../shownText.ts';

const WELL_KNOWN = /\/\.well-known\/(?:oauth-authorization-server|openid-configuration)(?=\/|$)/;

/** An issuer without the slash at its end, for what must not depend on how a person spelled it. Never sent. */
export function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

/** Whether two issuers are the same but for a slash at the end: a common slip, and another issuer by the letter. */
export function differBySlash(one: string, other: string): boolean {
  return one !== other && withoutSlash(one) === withoutSlash(other);
}

/**
 * Notices the address of an issuer's metadata where the issuer's own belongs.
 * @throws AppError `issuer_is_metadata`, which names the issuer that is likely meant
 */
export function checkIssuerSpelling(issuer: string): void {
  const url = URL.parse(issuer);
  if (!url || !WELL_KNOWN.test(url.pathname)) return;
  const likely = `${url.origin}${url.pathname.replace(WELL_KNOWN, '')}`.replace(/\/$/, '');
  throw new AppError('issuer_is_metadata', { issuer: labelText(issuer, 200), likely: labelText(likely, 200) });
}

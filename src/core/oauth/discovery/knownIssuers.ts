import { AppError } from '../../errors.ts';
import type { IssuerMetadata } from './issuerMetadata.ts';

/** Pages at which a person identifies herself: where one is another issuer's, its answer would reach the wrong one. */
const PAGES = ['authorization_endpoint', 'device_authorization_endpoint'] as const;

/** A host as all its spellings share it: the dot that ends a full domain name changes nothing but the text. */
function hostOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url ? `${url.hostname.replace(/\.+$/, '')}:${url.port}` : undefined;
}

/**
 * Refuses an issuer whose login page is on the host of another issuer that is known (RFC 9700 section 4.4.1, mix-up):
 * the person would sign in there, and this issuer's token endpoint would be handed the code.
 * @throws AppError `login_page_foreign`
 */
export function checkLoginPages(metadata: IssuerMetadata, issuer: string, known: readonly string[]): void {
  const own = hostOf(issuer);
  for (const other of known) {
    const host = hostOf(other);
    if (host === undefined || host === own) continue;
    const borrowed = PAGES.some((page) => metadata[page] !== undefined && hostOf(metadata[page]) === host);
    if (borrowed) throw new AppError('login_page_foreign', { issuer, known: other });
  }
}

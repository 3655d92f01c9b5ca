import { createHash } from 'node:crypto';
import { CALLBACK_PATH } from '../../../shared/names.ts';
import { withoutSlash } from '../discovery/issuerSpelling.ts';

/**
 * The path on which an issuer's answers come back, on the editor's scheme, the loopback listener and below the relay
 * alike. The bare one belongs to the first issuer of the settings, and to clients that registered themselves or have a
 * metadata document, at issuers that send `iss` (RFC 9207); any other has its own, so that a code can never be taken for another issuer's (RFC 9700 section 4.4.2.2).
 */
export function callbackPath(issuer: string, { bare }: { readonly bare: boolean }): string {
  if (bare) return CALLBACK_PATH;
  return `${CALLBACK_PATH}/${createHash('sha256').update(withoutSlash(issuer)).digest('hex').slice(0, 8)}`;
}

import { createHash } from 'node:crypto';

/** The SHA-256 hash of a text, in base64url without padding. */
export function sha256Base64url(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

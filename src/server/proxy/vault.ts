import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps what the proxy writes down unreadable without `SESSION_SECRET_KEY`. */
export interface Vault {
  /** AES-256-GCM with `context` as associated data, so that a sealed text is good in its own place only. */
  seal(text: string, context: string): string;
  /** Throws where the text was sealed with another key or in another place, or was changed. */
  open(sealed: string, context: string): string;
  /** What stands in the database instead of an identifier that is a secret itself, such as a refresh token. */
  blind(identifier: string): string;
  /** A key of its own for another purpose. */
  key(purpose: string): Buffer;
}

/** A vault whose keys are all derived (HKDF, RFC 5869) from one secret. */
export function createVault(secret: string): Vault {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `incident-desk ${purpose}`, 32));
  const sealing = key('records');
  const blinding = key('identifiers');
  return {
    key,
    seal(text, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
    blind: (identifier) => createHmac('sha256', blinding).update(identifier).digest('base64url'),
  };
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text that was opened. */
export interface Opened {
  readonly text: string;
  /** Whether it was sealed with the secret that seals now, and not with a former one. */
  readonly isCurrent: boolean;
}

/** Keeps what the proxy writes down unreadable without `SESSION_SECRET_KEY`. */
export interface Vault {
  /** AES-256-GCM with `context` as associated data, so that a sealed text is good in its own place only. */
  seal(text: string, context: string): string;
  /** Throws where the text was sealed with none of the secrets or in another place, or was changed. */
  open(sealed: string, context: string): Opened;
  /** What stands in the database instead of an identifier that is a secret itself, such as a refresh token. */
  blind(identifier: string): string;
  /** What may stand there: that of {@link blind} first, then those of the former secrets. */
  blinds(identifier: string): readonly string[];
  /** Keys of their own for another purpose: the one to write with first, then those of the former secrets. */
  keys(purpose: string): readonly Buffer[];
}

/** Undefined where it is of another key or place, or was changed. */
function opened(key: Buffer, bytes: Buffer, context: string): string | undefined {
  try {
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function blinded(key: Buffer, identifier: string): string {
  return createHmac('sha256', key).update(identifier).digest('base64url');
}

/** A vault whose keys are derived (HKDF, RFC 5869) from one secret that writes and reads, and former ones that read. */
export function createVault(secret: string, former: readonly string[] = []): Vault {
  const key = (from: string, purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', from, '', `incident-desk ${purpose}`, 32));
  const sealing = key(secret, 'records');
  const blinding = key(secret, 'identifiers');
  const sealings = [sealing, ...former.map((each) => key(each, 'records'))];
  const blindings = [blinding, ...former.map((each) => key(each, 'identifiers'))];
  return {
    keys: (purpose) => [secret, ...former].map((each) => key(each, purpose)),
    seal(text, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64url');
      for (const each of sealings) {
        const text = opened(each, bytes, context);
        if (text !== undefined) return { text, isCurrent: each === sealing };
      }
      throw new Error('sealed with another secret, or changed');
    },
    blind: (identifier) => blinded(blinding, identifier),
    blinds: (identifier) => blindings.map((each) => blinded(each, identifier)),
  };
}

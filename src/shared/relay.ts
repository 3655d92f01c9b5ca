import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** Longest `state` that anybody here takes, in characters. */
export const MAX_STATE_LENGTH = 8192;

const relayStateSchema = z.object({
  /** The editor's own callback address, to which the relay forwards. */
  callback: z.string().check(z.minLength(1)),
  /** Random base64url text that makes the state unguessable. */
  nonce: z.string().check(z.minLength(16)),
});
/** What a `state` carries through the issuer to the relay page. */
export type RelayState = z.infer<typeof relayStateSchema>;

/** The `state` of a sign-in that comes back by way of the relay page: base64url JSON. */
export function encodeRelayState({ callback, nonce }: RelayState): string {
  return Buffer.from(JSON.stringify({ callback, nonce }), 'utf8').toString('base64url');
}

/** What {@link encodeRelayState} wrote; undefined for any other text, or one longer than {@link MAX_STATE_LENGTH}. */
export function decodeRelayState(state: string): RelayState | undefined {
  if (state.length > MAX_STATE_LENGTH || !/^[\w-]+$/.test(state)) return undefined;
  try {
    const parsed = relayStateSchema.safeParse(JSON.parse(Buffer.from(state, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Crockford's base32: no letters that are mistaken for digits. */
const READABLE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Six readable characters from the SHA-256 of `state`: shown by the waiting sign-in and by the relay page, so that a
 * person sees whether both belong to one sign-in.
 */
export function checkCode(state: string): string {
  const digest = createHash('sha256').update(state).digest();
  return [...digest.subarray(0, 6)].map((byte) => READABLE.charAt(byte % READABLE.length)).join('');
}

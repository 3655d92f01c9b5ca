import { randomBytes } from 'node:crypto';
import type { SignedIn } from '../signIn/signedIn.ts';
import { SEAL_KEY_BYTES } from './sealed.ts';
import type { Session } from './session.ts';
import type { StoredSession } from './storedSession.ts';

/**
 * The account with a label that no other account has: VS Code makes one row of two accounts with the same label, whose
 * "Sign Out" ends both. Issuers let two people have the same name.
 */
function distinctAccount({ account }: Session, others: readonly Session[]): Session['account'] {
  const { id, label } = account;
  const isTaken = others.some((other) => other.account.id !== id && other.account.label === label);
  return isTaken ? { id, label: `${label} · ${id.slice(0, 4)}` } : account;
}

/** A sign-in as the secret store is to hold it, beside the sessions there are. `now` is in milliseconds since 1970. */
export function newStoredSession(
  { session, tokens, ...kept }: SignedIn,
  others: readonly Session[],
  now: number,
): StoredSession {
  return {
    version: 1,
    session: { ...session, account: distinctAccount(session, others), scopes: [...session.scopes] },
    ...kept,
    sealKey: randomBytes(SEAL_KEY_BYTES).toString('base64url'),
    generation: { number: 0, tokens: { ...tokens, scopes: [...tokens.scopes] }, obtainedAt: now },
  };
}

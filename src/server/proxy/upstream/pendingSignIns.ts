import { randomBytes } from 'node:crypto';
import { randomNonce, randomPKCECodeVerifier } from 'openid-client';
import * as z from 'zod';
import { isSameSecret } from '../../auth/isSameSecret.ts';
import type { RecordStore } from '../store/recordStore.ts';

const MODEL = 'PendingSignIn';
/** Oidc-provider's name for what waits for one. */
const INTERACTION = 'Interaction';
/** Seconds that a person has at Okta. */
export const SIGN_IN_SECONDS = 600;

const pendingSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Known to the browser that gave its consent, by a cookie. */
  browser: z.string(),
  /** The interaction of oidc-provider that waits for it. */
  interaction: z.string(),
  /** Scopes that the person agreed to. */
  scopes: z.array(z.string()),
});
/** A sign-in that is under way at Okta. */
export type PendingSignIn = z.infer<typeof pendingSchema>;

/** A sign-in that may begin, see {@link PendingSignIns.begin}. */
export function newSignIn(interaction: string, scopes: readonly string[]): PendingSignIn {
  const random = (): string => randomBytes(32).toString('base64url');
  return {
    state: random(),
    browser: random(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    interaction,
    scopes: [...scopes],
  };
}

/** Sign-ins under way at Okta. Each `state` is made after the consent, is good once, and in one browser. */
export class PendingSignIns {
  readonly #store: RecordStore;

  constructor(store: RecordStore) {
    this.#store = store;
  }

  /** Keeps one. Tells whether it is the first for its interaction; another is not kept. */
  async begin(pending: PendingSignIn): Promise<boolean> {
    if (!(await this.#store.consume(INTERACTION, pending.interaction))) return false;
    await this.#store.put(MODEL, pending.state, pending, { expiresAt: this.#store.seconds() + SIGN_IN_SECONDS });
    return true;
  }

  /** The sign-in of a `state`, once, for the browser that it was begun in. */
  async take(state: string, browser: string): Promise<PendingSignIn | undefined> {
    const record = await this.#store.get(MODEL, state);
    if (record === undefined || !isSameSecret(browser, pendingSchema.parse(record.content).browser)) return undefined;
    const content = await this.#store.take(MODEL, state);
    return content && pendingSchema.parse(content);
  }
}

import * as z from 'zod';
import { belowIssuer } from '../../auth/belowIssuer.ts';
import { createIssuerFetch } from '../../auth/issuerFetch.ts';
import { endsWithin } from '../../endsWithin.ts';
import type { Notice } from '../../http/serverOperation.ts';

/** What is known of Okta: whether it can be reached, as it was seen last. */
export type OktaState = 'ok' | 'unreachable' | 'unknown';

/** Sees whether Okta can be reached. */
export interface OktaWatch {
  /** What is known at once; has a look taken where the last one is old. */
  readonly latest: () => OktaState;
  /** The same, after a look where the last one is old; a slow one is not waited for. */
  readonly look: () => Promise<OktaState>;
}

/** What was seen is good for this many milliseconds. */
const GOOD_FOR = 10_000;
/** Milliseconds that somebody who asks waits for a look: less than those who probe a server do. */
const PATIENCE = 500;

const metadataSchema = z.object({ issuer: z.string() });

/** Reads the issuer's metadata (OpenID Connect Discovery section 4), where sign-ins begin. */
async function isReachable(issuer: string, fetchDocument: ReturnType<typeof createIssuerFetch>): Promise<boolean> {
  try {
    const response = await fetchDocument(belowIssuer(issuer, '/.well-known/openid-configuration'), {});
    return metadataSchema.parse(await response.json()).issuer === issuer;
  } catch {
    return false;
  }
}

/** Watches Okta for those who ask: a look every ten seconds at most, however many they are. */
export function watchOkta(issuer: string, monotonic: () => number, notice: Notice): OktaWatch {
  const fetchDocument = createIssuerFetch(monotonic);
  let state: OktaState = 'unknown';
  let seenAt: number | undefined;
  let looking: Promise<void> | undefined;
  const take = async (): Promise<void> => {
    const before = state;
    state = (await isReachable(issuer, fetchDocument)) ? 'ok' : 'unreachable';
    seenAt = monotonic();
    looking = undefined;
    if (state === 'unreachable' && before !== 'unreachable') {
      notice('warn', 'Okta cannot be reached: nobody can sign in or refresh, and calls go on until their tokens end');
    }
    if (state === 'ok' && before === 'unreachable') notice('info', 'Okta can be reached again');
  };
  const fresh = (): Promise<void> | undefined => {
    if (seenAt === undefined || monotonic() - seenAt >= GOOD_FOR) looking ??= take();
    return looking;
  };
  return {
    latest() {
      void fresh();
      return state;
    },
    async look() {
      const look = fresh();
      if (look !== undefined) await endsWithin(PATIENCE, look);
      return state;
    },
  };
}

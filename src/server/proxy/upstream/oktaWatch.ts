import * as z from 'zod';
import { belowIssuer } from '../../auth/belowIssuer.ts';
import { createIssuerFetch } from '../../auth/issuerFetch.ts';
import { issuerProblem } from '../../auth/issuerProblem.ts';
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

/** Characters of a foreign text that are said. */
const LONGEST_SHOWN = 200;

const metadataSchema = z.object({ issuer: z.string() });

/** Reads the issuer's metadata (OpenID Connect Discovery section 4), where sign-ins begin; says what is wrong. */
async function problemOf(
  issuer: string,
  fetchDocument: ReturnType<typeof createIssuerFetch>,
): Promise<string | undefined> {
  const address = belowIssuer(issuer, '/.well-known/openid-configuration');
  try {
    const response = await fetchDocument(address, {});
    const named = metadataSchema.parse(await response.json()).issuer;
    return named === issuer ? undefined : `${address}: it names another issuer, ${named.slice(0, LONGEST_SHOWN)}`;
  } catch (error) {
    return `${address}: ${issuerProblem(error)}`;
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
    const problem = await problemOf(issuer, fetchDocument);
    state = problem === undefined ? 'ok' : 'unreachable';
    seenAt = monotonic();
    looking = undefined;
    if (problem !== undefined && before !== 'unreachable') {
      notice(
        'warn',
        `Okta cannot be reached: nobody can sign in or refresh, and calls go on until their tokens end (${problem})`,
      );
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

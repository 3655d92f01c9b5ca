import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { createIssuerFetch } from './issuerFetch.ts';
import { issuerProblem } from './issuerProblem.ts';

/** After this many milliseconds the keys are read again, so that withdrawn ones are no longer taken. */
const FRESH = 10 * 60 * 1000;
/** Keys as old as this are not used, even where the issuer cannot be reached. */
const STALE = 60 * 60 * 1000;
/** At most once in this many milliseconds an unknown key makes the server ask for the keys again. */
const COOL_DOWN = 30_000;

/** The published keys of an issuer. */
export interface IssuerKeys {
  readonly find: JWTVerifyGetKey;
  /** Whether there are keys to check tokens with; reads them where there are none. */
  isReachable(): Promise<boolean>;
  /** Why there were none when that was asked last: their address, and the cause. */
  readonly problem: () => string;
}

/**
 * Reads an issuer's keys when they are first needed, and anew when a token names one that is not known or when they are
 * old. They are renewed behind the requests, which go on with those at hand: an issuer that is down for less than an
 * hour, or changes its keys, is not noticed.
 */
export function createIssuerKeys(options: {
  url: URL;
  monotonic: () => number;
  report: (error: Error) => void;
}): IssuerKeys {
  const { url, monotonic, report } = options;
  const fetchKeys = createIssuerFetch(monotonic);
  let readAt: number | undefined;
  const keySet = createRemoteJWKSet(url, {
    cacheMaxAge: Infinity,
    // When an unknown key is asked for is decided here, by our own clock.
    cooldownDuration: Infinity,
    [customFetch]: async (address, init) => {
      const response = await fetchKeys(address, init);
      readAt = monotonic();
      return response;
    },
  });
  let problem = 'no answer in time';
  const ageOfKeys = (): number => (readAt === undefined ? 0 : monotonic() - readAt);
  const renew = async (): Promise<void> => {
    if (ageOfKeys() < FRESH) return;
    if (ageOfKeys() >= STALE) await keySet.reload();
    else if (!keySet.reloading)
      keySet
        .reload()
        .catch((error: unknown) => report(new Error('the keys of the issuer could not be renewed', { cause: error })));
  };
  return {
    async find(header, token) {
      await renew();
      try {
        return await keySet(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || ageOfKeys() < COOL_DOWN) throw error;
        await keySet.reload();
        return keySet(header, token);
      }
    },
    async isReachable() {
      try {
        await renew();
        if (keySet.jwks() === undefined) await keySet.reload();
        return true;
      } catch (error) {
        problem = issuerProblem(error);
        return false;
      }
    },
    problem: () => `${url.href}: ${problem}`,
  };
}

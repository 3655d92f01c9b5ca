import type { RateLimiterRes } from 'rate-limiter-flexible';
import { BriefCache } from '../auth/briefCache.ts';
import { type TokenAttempts, TooManyFailures } from '../auth/tokenAttempts.ts';
import { addressKey } from '../http/addressKey.ts';
import { sha256Base64url } from '../sha256Base64url.ts';
import type { CreateLimiter } from './limiters.ts';

const SECONDS = 60;
/** A token that was good is looked at again without question for this many milliseconds. */
const REMEMBERED = 60 * 60 * 1000;

/**
 * Lets an address try `points` tokens a minute that are not good. Many people may share one address: a token counts once
 * a minute however often it comes, and those that were good before pass `begin` when there were too many others.
 */
export function limitFailures(points: number, createLimiter: CreateLimiter, now: () => number): TokenAttempts {
  const limiter = createLimiter({ name: 'failed-tokens', points, duration: SECONDS });
  const good = new BriefCache<true>(now);
  const counted = new BriefCache<true>(now);
  /** By address, until when, in milliseconds since the epoch. */
  const blocked = new BriefCache<number>(now);
  const note = (key: string, count: RateLimiterRes | null): void => {
    if (count === null || count.consumedPoints < points) return;
    blocked.set(key, now() + count.msBeforeNext, count.msBeforeNext);
  };
  return {
    async begin(token, address) {
      const key = addressKey(address);
      if (good.get(sha256Base64url(token)) !== undefined) return;
      if (blocked.get(key) === undefined) note(key, await limiter.get(key));
      const until = blocked.get(key);
      if (until !== undefined) throw new TooManyFailures(Math.max(1, Math.ceil((until - now()) / 1000)));
    },
    async failed(token, address) {
      const key = addressKey(address);
      const hash = sha256Base64url(token);
      good.delete(hash);
      const once = `${key} ${hash}`;
      if (counted.get(once) !== undefined) return;
      counted.set(once, true, SECONDS * 1000);
      note(key, await limiter.penalty(key));
    },
    succeeded(token) {
      const hash = sha256Base64url(token);
      if (good.get(hash) === undefined) good.set(hash, true, REMEMBERED);
    },
  };
}

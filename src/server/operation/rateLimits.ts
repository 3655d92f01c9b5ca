import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { principalOf } from '../auth/principal.ts';
import { addressKey } from '../http/addressKey.ts';
import { sendTooMany } from '../http/tooManyRequests.ts';

const SECONDS = 60;

/** Counts in this process alone: a round trip for each request would cost more than it keeps out. */
function limit(points: number, whose: string, keyOf: (request: Request) => string): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: SECONDS });
  return async (request, response, next) => {
    try {
      await limiter.consume(keyOf(request));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      const description = `Too many requests of this ${whose}: at most ${points} a minute.`;
      sendTooMany(response, { refusal: `rate of ${whose}`, description, seconds });
      return;
    }
    next();
  };
}

/** Limits requests by address, before anything of them is looked at. */
export function limitByAddress(points: number): RequestHandler {
  return limit(points, 'address', (request) => addressKey(request.ip));
}

/** Limits requests by person, who is known by then. */
export function limitByPerson(points: number): RequestHandler {
  return limit(points, 'person', (request) => principalOf(request.auth).subject);
}

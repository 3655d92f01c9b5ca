import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { principalOf } from '../auth/principal.ts';
import { addressKey } from '../http/addressKey.ts';

const SECONDS = 60;

function limit(points: number, whose: string, keyOf: (request: Request) => string): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: SECONDS });
  return async (request, response, next) => {
    try {
      await limiter.consume(keyOf(request));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      response.locals['refusal'] = `rate of ${whose}`;
      response
        .status(429)
        .set({ 'Retry-After': String(seconds), 'Cache-Control': 'no-store' })
        .json({
          error: 'too_many_requests',
          error_description: `Too many requests of this ${whose}: at most ${points} a minute. Try again in ${seconds} s.`,
        });
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

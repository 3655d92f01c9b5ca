import type { RequestHandler } from 'express';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { addressKey } from '../../http/addressKey.ts';
import { sendTooMany } from '../../http/tooManyRequests.ts';
import { type CreateLimiter, createMemoryLimiter } from '../../operation/limiters.ts';
import type { ProxyAudit } from '../proxyAudit.ts';
import type { RegistrationLimits } from '../proxySettings.ts';
import { auditRefused } from './auditRefused.ts';
import type { Forward } from './forward.ts';
import { refusedMetadata, registrationMetadata } from './registrationMetadata.ts';

const HOUR_SECONDS = 3600;

/**
 * Refuses what is no registration (RFC 7591), and says which value is not allowed. The body has been parsed; what is kept
 * of it takes its place.
 *
 * @param own origins of the proxy
 */
export function checkRegistration(audit: ProxyAudit, own: readonly string[]): RequestHandler {
  const schema = registrationMetadata(own);
  return (request, response, next) => {
    const metadata = schema.safeParse(request.body);
    if (metadata.success) {
      request.body = metadata.data;
      next();
      return;
    }
    const { error, values, allowed } = refusedMetadata(request.body, metadata.error);
    const reason = `${error}: ${values}`;
    auditRefused(audit, request, response, { event: 'registration_refused', status: 400, reason });
    const error_description = `${values}; allowed are ${allowed}`;
    response.status(400).set('Cache-Control', 'no-store').json({ error, error_description });
  };
}

/** Lets so many clients be made in an hour, for one address and in all. A registration that makes none is given back. */
export function limitRegistrations(
  { perAddress, inAll }: RegistrationLimits,
  audit: ProxyAudit,
  createLimiter: CreateLimiter = createMemoryLimiter,
): RequestHandler {
  const limits = [
    { count: createLimiter({ name: 'registrations', points: perAddress, duration: HOUR_SECONDS }), isForAll: false },
    { count: createLimiter({ name: 'all-registrations', points: inAll, duration: HOUR_SECONDS }), isForAll: true },
  ];
  return async (request, response, next) => {
    const keyFor = (isForAll: boolean): string => (isForAll ? 'all' : addressKey(request.ip));
    response.once('close', () => {
      if (response.statusCode !== 201) void giveBack();
    });
    const taken: (typeof limits)[number][] = [];
    const giveBack = async (): Promise<void> => {
      for (const { count, isForAll } of taken) await count.reward(keyFor(isForAll), 1).catch(() => undefined);
    };
    for (const limit of limits) {
      try {
        await limit.count.consume(keyFor(limit.isForAll));
        taken.push(limit);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const refusal = 'rate of registrations';
        auditRefused(audit, request, response, { event: 'registration_refused', status: 429, reason: refusal });
        const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        const description = limit.isForAll
          ? `${inAll} clients have registered within an hour, which is the limit.`
          : `${perAddress} clients have registered from this address within an hour, which is the limit.`;
        sendTooMany(response, { refusal, description, seconds });
        return;
      }
    }
    next();
  };
}

/** Registers a client (RFC 7591): a public one, with PKCE. The body has been checked. */
export function registerClient(forward: Forward): RequestHandler {
  return (request, response) => {
    forward(request, response, { body: JSON.stringify(request.body) });
  };
}

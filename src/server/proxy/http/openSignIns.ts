import type { Request, RequestHandler } from 'express';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { asError } from '../../asError.ts';
import { addressKey } from '../../http/addressKey.ts';
import { type CreateLimiter, createMemoryLimiter } from '../../operation/limiters.ts';
import { sendErrorPage } from '../pages/errorPage.ts';
import type { ProxyAudit } from '../proxyAudit.ts';
import { PROXY_PATHS } from '../proxyPaths.ts';
import { auditRefused } from './auditRefused.ts';
import { INTERACTION_SECONDS, type SignInLimits } from '../proxySettings.ts';

const TOO_MANY = 'Too many sign-ins are under way. Try again in a few minutes.';
const ALL = 'all';

/** What counting needs. */
export interface OpenSignInsParts {
  readonly limits: SignInLimits;
  readonly audit: ProxyAudit;
  readonly report: (error: Error) => void;
  readonly createLimiter?: CreateLimiter | undefined;
}

/**
 * Lets so many sign-ins be under way at one time, for one address and in all: each is kept, for whoever begins it, before
 * anybody is known. One counts until it ends, or until nothing is kept of it any more.
 */
export function openSignIns(provider: Provider, parts: OpenSignInsParts): RequestHandler {
  const { limits, audit, report, createLimiter = createMemoryLimiter } = parts;
  const duration = INTERACTION_SECONDS;
  const each = createLimiter({ name: 'sign-ins', points: limits.perAddress, duration });
  const all = createLimiter({ name: 'all-sign-ins', points: limits.inAll, duration });
  const count = (how: 'reward' | 'penalty', address: string | undefined): void => {
    const counted = Promise.all([each[how](addressKey(address)), all[how](ALL)]);
    void counted.catch((error: unknown) => report(asError(error)));
  };
  const end = ({ ip }: Pick<Request, 'ip'>): void => count('reward', ip);
  provider.on('interaction.ended', end);
  provider.on('authorization.error', (context) => {
    if (context.oidc.entities.Interaction?.result?.['error'] !== undefined) end(context);
  });
  // The one that ended began anew.
  provider.on('interaction.started', ({ oidc, ip }: KoaContextWithOIDC) => {
    if (oidc.route === 'resume') count('penalty', ip);
  });
  return async (request, response, next) => {
    try {
      await each.consume(addressKey(request.ip));
      await all.consume(ALL);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      auditRefused(audit, request, response, { event: 'authorization_refused', status: 429, reason: 'too_many' });
      response.set('Retry-After', String(Math.max(1, Math.ceil(error.msBeforeNext / 1000))));
      sendErrorPage(response, 429, TOO_MANY);
      return;
    }
    response.once('close', () => {
      const leadsTo = String(response.getHeader('location') ?? '');
      if (!leadsTo.startsWith(`${PROXY_PATHS.consent}/`)) end(request);
    });
    next();
  };
}

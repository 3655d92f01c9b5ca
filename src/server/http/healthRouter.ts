import { type Response, Router } from 'express';
import type { Health } from './health.ts';

const HEALTH_PATH = '/healthz';
const READINESS_PATH = '/readyz';

/** Whether that is where those ask who watch the server. */
export function isProbePath(path: string): boolean {
  return path === HEALTH_PATH || path === READINESS_PATH;
}

/**
 * `/healthz` for those who restart a server, `/readyz` for those who send it requests. The first says no more than that
 * the process answers: a restart mends nothing that is elsewhere, as a database that is down.
 */
export function healthRouter({ whyNotReady, oktaState }: Health): Router {
  // No other spelling: what is no probe by isProbePath is answered as none.
  const router = Router({ strict: true, caseSensitive: true });
  const answer = (response: Response, why: string | undefined, more: object = {}): void => {
    response.set('Cache-Control', 'no-store');
    response.status(why === undefined ? 200 : 503).json({ status: why === undefined ? 'ok' : 'unavailable', ...more });
  };
  router.get(HEALTH_PATH, (_request, response) => answer(response, undefined));
  router.get(READINESS_PATH, async (_request, response) => {
    const [why, okta] = await Promise.all([whyNotReady(), oktaState()]);
    answer(response, why, okta && { okta });
  });
  return router;
}

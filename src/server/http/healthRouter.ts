import { Router } from 'express';
import type { Health } from './health.ts';

const HEALTH_PATH = '/healthz';
const READINESS_PATH = '/readyz';

/** Whether that is where those ask who watch the server. */
export function isProbePath(path: string): boolean {
  return path === HEALTH_PATH || path === READINESS_PATH;
}

/** `/healthz` for those who restart a server, `/readyz` for those who send it requests. */
export function healthRouter({ whyUnhealthy, whyNotReady }: Health): Router {
  const router = Router();
  const checks = { [HEALTH_PATH]: whyUnhealthy, [READINESS_PATH]: whyNotReady };
  for (const [path, check] of Object.entries(checks)) {
    router.get(path, async (_request, response) => {
      const isGood = (await check()) === undefined;
      response.set('Cache-Control', 'no-store');
      response.status(isGood ? 200 : 503).json({ status: isGood ? 'ok' : 'unavailable' });
    });
  }
  return router;
}

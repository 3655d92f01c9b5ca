import { Router } from 'express';

/** What is asked about the health of a server. */
export interface Health {
  /** Whether the incidents can be read. */
  readonly isHealthy: () => boolean | Promise<boolean>;
  /** Whether requests can be answered: the incidents read, tokens checked, and the server is not about to stop. */
  readonly isReady: () => Promise<boolean>;
}

/** `/healthz` for those who restart a server, `/readyz` for those who send it requests. */
export function healthRouter({ isHealthy, isReady }: Health): Router {
  const router = Router();
  const checks = { '/healthz': isHealthy, '/readyz': isReady };
  for (const [path, check] of Object.entries(checks)) {
    router.get(path, async (_request, response) => {
      const isGood = await check();
      response.set('Cache-Control', 'no-store');
      response.status(isGood ? 200 : 503).json({ status: isGood ? 'ok' : 'unavailable' });
    });
  }
  return router;
}

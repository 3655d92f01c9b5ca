import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How often connections are closed on which an answer has ended, in milliseconds. */
const STEP = 20;

/** Takes no more connections, lets calls in flight end for at most `timeout` milliseconds, and closes what is left. */
export async function closeGracefully(server: Server, timeout: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), STEP);
  const patience = new AbortController();
  await Promise.race([closed, delay(timeout, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  clearInterval(idle);
  server.closeAllConnections();
  await closed;
}

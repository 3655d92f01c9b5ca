import type { Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** How often connections are closed on which an answer has ended, in milliseconds. */
const STEP = 20;
/** How long connections that wait are taken before no more are, in milliseconds. */
const LONGEST_WAIT = 1000;

/**
 * Takes the connections that wait, of which Node takes one in a turn: those that are left when a server stops listening
 * are reset, with requests on them that a balancer may not send again.
 */
async function takeWaiting(server: Server): Promise<void> {
  let isTaking = true;
  const note = (): void => {
    isTaking = true;
  };
  server.on('connection', note);
  const end = performance.now() + LONGEST_WAIT;
  while (isTaking && performance.now() < end) {
    isTaking = false;
    await turn();
  }
  server.off('connection', note);
}

/** Takes no more connections, lets calls in flight end for at most `timeout` milliseconds, and closes what is left. */
export async function closeGracefully(server: Server, timeout: number): Promise<void> {
  await takeWaiting(server);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), STEP);
  const patience = new AbortController();
  await Promise.race([closed, delay(timeout, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  clearInterval(idle);
  server.closeAllConnections();
  await closed;
}

import { rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { CLOCK_TOLERANCE } from '../../../src/server/auth/verifyAccessToken.ts';
import { startServer } from '../../../src/server/startServer.ts';
import { startWorld } from '../../integration/oauth/world.ts';
import type { World } from '../../integration/oauth/world.ts';
import { SharedSecrets } from './sharedSecrets.ts';
import type { Delivery } from './sharedSecrets.ts';
import { WatchedIssuer } from './watchedIssuer.ts';
import type { RefreshFaults } from './watchedIssuer.ts';
import { WindowProcesses } from './windowProcesses.ts';

/** How many share what for how long. */
export interface ShareOptions {
  readonly processes: number;
  /** How many of them call through our MCP client. */
  readonly mcpClients: number;
  readonly expiries: number;
  /** Of access tokens, in seconds. */
  readonly lifetime: number;
  /** Of used refresh tokens, in seconds. */
  readonly grace: number;
  readonly delivery: Delivery;
  /** Milliseconds between two calls of a process. */
  readonly pause: number;
  readonly faults: RefreshFaults;
}

/** What came of it. */
export interface ShareResult {
  readonly expiries: number;
  readonly refreshes: number;
  readonly signOuts: number;
  /** Why each of the calls failed that did. */
  readonly failures: readonly string[];
  readonly calls: number;
  /** Calls that the server answered 401 first. */
  readonly repaired: number;
  /** Refreshes that the issuer refused. */
  readonly refused: number;
  /** The newest generation in the session's folder. */
  readonly generation: number;
}

const POLL_INTERVAL = 20;
/** How many times as long as it should a run may take, and what comes on top, in milliseconds. */
const PATIENCE = { factor: 3, extra: 60_000 };
const lockSchema = z.object({ pid: z.number() });

/** Waits until it holds, `limit` milliseconds at most. */
async function comesTrue(holds: () => boolean, limit: number): Promise<void> {
  const end = performance.now() + limit;
  while (!holds() && performance.now() < end) await delay(POLL_INTERVAL);
}

/** The process that holds the newest lock of a session's folder. */
async function lockHolder(folder: string): Promise<number> {
  const locks = (await readdir(folder)).filter((name) => /^\d+\.\d+$/.test(name));
  const newest = locks.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1) ?? '';
  return lockSchema.parse(JSON.parse(await readFile(join(folder, newest), 'utf8'))).pid;
}

async function newestGeneration(folder: string): Promise<number> {
  const generations = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  return Math.max(0, ...generations);
}

/** A session, whose tokens go with the server at `url`; no window holds it yet. */
async function signIn(world: World, url: string): Promise<string> {
  const window = world.window();
  const { id } = await window.add(await world.signIn({ url }));
  window.dispose();
  return id;
}

async function runWindows(windows: WindowProcesses, issuer: WatchedIssuer, options: ShareOptions, folder: string) {
  const { processes, mcpClients, expiries, lifetime } = options;
  await Promise.all(Array.from({ length: processes }, (_, index) => windows.open(index < mcpClients)));
  issuer.start();
  windows.go();
  let isReplaced = false;
  const replace = async (): Promise<void> => {
    await windows.replace(await lockHolder(folder));
    isReplaced = true;
  };
  issuer.holderWaits.then(replace).catch(() => windows.failures.push('the lock holder could not be replaced'));
  const isThrough = (): boolean => isReplaced && issuer.expiries >= expiries && issuer.isAnswered;
  const limit = expiries * lifetime * 1000 * PATIENCE.factor + PATIENCE.extra;
  await comesTrue(() => isThrough() || windows.signOuts > 0, limit);
  if (!isThrough()) windows.failures.push('the windows did not get through their expiries');
  await windows.stop();
}

/**
 * Lets many processes share one session against the stand-in and the real server while its tokens expire one after the
 * other, with one answer to a refresh lost and one process killed while it refreshes.
 */
export async function shareSession(options: ShareOptions): Promise<ShareResult> {
  const { lifetime, grace, delivery, pause, faults } = options;
  const issuer = new WatchedIssuer(lifetime, faults);
  const { intercept } = issuer;
  const world = await startWorld({ ttl: { accessToken: lifetime }, graceSeconds: grace, intercept });
  // Takes its tolerance back, with which no token would ever be refused, but for the whole seconds of `exp`.
  const now = (): number => Date.now() + (CLOCK_TOLERANCE - 1) * 1000;
  const server = await startServer({ issuer: world.issuer.issuer, audience: world.issuer.audience, now });
  const sessionId = await signIn(world, server.url);
  const secrets = new SharedSecrets(delivery, [...world.secrets.entries]);
  const windows = new WindowProcesses(secrets, { directory: world.directory, sessionId, url: server.url, pause });
  const folder = world.sessionFolder(sessionId);
  const clear = (): void => rmSync(world.directory, { recursive: true, force: true });
  process.on('exit', clear);
  try {
    await runWindows(windows, issuer, options, folder);
    const { expiries, refreshes, refused } = issuer;
    const { signOuts, failures, calls, repaired } = windows;
    const generation = await newestGeneration(folder);
    return { expiries, refreshes, signOuts, failures, calls, repaired, refused, generation };
  } finally {
    await windows.close();
    secrets.close();
    await server.close();
    await world.close();
    process.off('exit', clear);
  }
}

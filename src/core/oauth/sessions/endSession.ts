import { setTimeout as delay } from 'node:timers/promises';
import type { Effects } from '../../effects.ts';
import { takeRefreshLock } from './refreshLock.ts';
import type { RefreshLock } from './refreshLock.ts';
import type { SessionFolder } from './sessionFolder.ts';
import type { StoredSession } from './storedSession.ts';
import { revoke } from '../tokens/tokenRequests.ts';

/** Milliseconds that a sign-out waits for another window's refresh: longer than a refresh is sent. */
const LOCK_WAIT = 12_000;
const POLL_INTERVAL = 100;

async function waitForLock(
  folder: SessionFolder,
  generation: number,
  effects: Effects,
): Promise<RefreshLock | undefined> {
  const end = performance.now() + LOCK_WAIT;
  do {
    const lock = await takeRefreshLock(folder.path, generation, effects.now());
    if (lock) return lock;
    await delay(POLL_INTERVAL);
  } while (performance.now() < end);
  return undefined;
}

/**
 * After the tombstone: revokes the newest tokens at the issuer and empties the folder. A refresh that is under way in
 * another window is waited for; it finds the tombstone and revokes what it got itself.
 */
export async function revokeEndedSession(
  stored: StoredSession,
  folder: SessionFolder,
  effects: Effects,
): Promise<void> {
  try {
    const known = (await folder.newest(stored.generation.number)) ?? stored.generation;
    await waitForLock(folder, known.number, effects);
    const newest = (await folder.newest(known.number)) ?? known;
    await revoke(stored, newest.tokens, effects);
    await folder.empty();
  } catch {
    effects.log.warn('A session that was signed out could not be cleared from its folder');
  }
}

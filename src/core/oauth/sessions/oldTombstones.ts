import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TOMBSTONE } from './sessionFolder.ts';

/** Milliseconds for which a tombstone stays: windows that slept find it. Later the missing folder tells them the same. */
const TOMBSTONE_AGE = 30 * 24 * 3_600_000;
/** No session's id has a dot. */
const REMOVED = 'removed.';

/**
 * Removes the folders of sessions that have long been over. Each disappears at once, and its files after that: a folder
 * without its tombstone must never be seen.
 * @param now milliseconds since 1970
 */
export async function removeOldTombstones(sessionsPath: string, now: number): Promise<void> {
  for (const name of await readdir(sessionsPath)) {
    const path = join(sessionsPath, name);
    if (name.startsWith(REMOVED)) {
      await rm(path, { recursive: true, force: true });
      continue;
    }
    const tombstone = await stat(join(path, TOMBSTONE)).catch(() => undefined);
    if (!tombstone || now - tombstone.mtimeMs < TOMBSTONE_AGE) continue;
    const removed = join(sessionsPath, `${REMOVED}${randomBytes(6).toString('hex')}`);
    // Another window may have been faster.
    const isOurs = await rename(path, removed).then(
      () => true,
      () => false,
    );
    if (isOurs) await rm(removed, { recursive: true, force: true });
  }
}

import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parsedJson } from '../json.ts';
import { createExclusively, hasCode, makePrivateFolder } from './exclusiveFile.ts';

/** Milliseconds for which a lock holds at most. */
export const LOCK_DURATION = 20_000;

const schema = z.object({
  pid: z.number(),
  /** Boot id and process namespace: only within both does `pid` say anything. Empty where the system tells neither. */
  boot: z.string(),
  /** Milliseconds since 1970. */
  deadline: z.number(),
});

/** The right to refresh one generation. */
export interface RefreshLock {
  /** Lets the next contender in before the deadline. */
  release(): Promise<void>;
}

async function bootId(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Whether a lock's owner may still be at work. A lock that cannot be read is held until it can. */
async function holds(path: string, boot: string, now: number): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return true;
  const { data: lock } = schema.safeParse(parsedJson(text));
  if (!lock) return false;
  // A deadline further off than a lock lasts was written before the clock was set back.
  if (now >= lock.deadline || lock.deadline > now + 2 * LOCK_DURATION) return false;
  return boot === '' || lock.boot !== boot || processLives(lock.pid);
}

/**
 * Tries to become the one process that refreshes `generation`: creates `<generation>.<n>`, n one above the last lock,
 * unless that one still holds. Locks are never deleted while they matter, so that two contenders never both win.
 */
export async function takeRefreshLock(
  folder: string,
  generation: number,
  now: number,
): Promise<RefreshLock | undefined> {
  await makePrivateFolder(folder);
  const names = await readdir(folder);
  const prefix = `${generation}.`;
  const numbers = names
    .filter((name) => name.startsWith(prefix) && /^\d{1,6}$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)));
  const last = Math.max(-1, ...numbers);
  const boot = await bootId();
  const lastPath = join(folder, `${prefix}${last}`);
  if (last >= 0 && !names.includes(`${prefix}${last}.released`) && (await holds(lastPath, boot, now))) return undefined;
  const path = join(folder, `${prefix}${last + 1}`);
  const lock = JSON.stringify({ pid: process.pid, boot, deadline: now + LOCK_DURATION });
  if (!(await createExclusively(path, lock))) return undefined;
  return {
    async release() {
      await createExclusively(`${path}.released`, '');
    },
  };
}

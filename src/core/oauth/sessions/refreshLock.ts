import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parsedJson } from '../../json.ts';
import { createExclusively, hasCode, makePrivateFolder } from './exclusiveFile.ts';

/** Milliseconds for which a lock holds at most. */
export const LOCK_DURATION = 20_000;

const schema = z.object({
  pid: z.number(),
  /** Boot id and process namespace: only within both does `pid` say anything. Empty where the system tells neither. */
  boot: z.string(),
  /** When the process began, as the system counts it: another one may get its number. */
  started: z.exactOptional(z.string()),
  /** Milliseconds since 1970. */
  deadline: z.number(),
});

/** The right to refresh one generation. */
export interface RefreshLock {
  /** Whether the lock before it ran out though its owner may live: it woke up with us, and with an answer, maybe. */
  readonly followsLiving: boolean;
  /** Lets the next contender in before the deadline. */
  release(): Promise<void>;
}

/** `late`: the deadline is over, and the owner may live. */
type LockState = 'held' | 'late' | 'over';

async function bootId(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

/** State and start of a process (proc(5)); absent where the system does not tell. */
async function processStatus(pid: number): Promise<{ readonly state: string; readonly started: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The fields from the third on: the second is a name that may hold blanks and brackets.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields?.[0], fields?.[19]];
  return state === undefined || started === undefined ? undefined : { state, started };
}

async function processLives({ pid, started }: { readonly pid: number; readonly started?: string }): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return false;
  }
  const status = await processStatus(pid);
  if (!status) return true;
  // Dead, and nobody has asked for its exit code: who starts an editor in a container often never does.
  if (status.state === 'Z' || status.state === 'X') return false;
  return started === undefined || started === status.started;
}

/** Whether a lock's owner may still be at work. A lock that cannot be read is held until it can. */
async function stateOf(path: string, boot: string, now: number): Promise<LockState> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return 'held';
  const { data: lock } = schema.safeParse(parsedJson(text));
  if (!lock) return 'over';
  if (boot !== '' && lock.boot === boot && !(await processLives(lock))) return 'over';
  // A deadline further off than a lock lasts was written before the clock was set back.
  return now >= lock.deadline || lock.deadline > now + 2 * LOCK_DURATION ? 'late' : 'held';
}

async function lockText(boot: string, now: number): Promise<string> {
  const started = (await processStatus(process.pid))?.started;
  const owner = { pid: process.pid, boot, ...(started === undefined ? {} : { started }) };
  return JSON.stringify({ ...owner, deadline: now + LOCK_DURATION });
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
  const isReleased = last < 0 || names.includes(`${prefix}${last}.released`);
  const before = isReleased ? 'over' : await stateOf(join(folder, `${prefix}${last}`), boot, now);
  if (before === 'held') return undefined;
  const path = join(folder, `${prefix}${last + 1}`);
  if (!(await createExclusively(path, await lockText(boot, now)))) return undefined;
  return {
    followsLiving: before === 'late',
    async release() {
      // A folder that cannot be written now keeps the others waiting until the deadline, and no outcome from its asker.
      await createExclusively(`${path}.released`, '').catch(() => undefined);
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { DemoInfo } from '../shared/demo.ts';
import type { DemoFolder } from './demoFolder.ts';
import { breakLock, isAlive, lockOwner, takeLock } from './demoLock.ts';

/** How long a demo may take from taking the lock to answering. */
const START_LIMIT_MS = 20_000;
const POLL_MS = 100;

async function isHealthy(info: DemoInfo): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2000);
    const answers = await Promise.all([
      fetch(new URL('/healthz', info.serverUrl), { signal }),
      fetch(`${info.issuer}/.well-known/openid-configuration`, { signal }),
    ]);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    return answers.every(({ ok }) => ok);
  } catch {
    return false;
  }
}

function isKnown(folder: DemoFolder, relayTargets: readonly string[]): boolean {
  const known = folder.readState()?.relayTargets ?? [];
  return relayTargets.every((target) => known.includes(target));
}

/** Ends another process, by force where it does not end by itself. */
async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < 5000 && isAlive(pid); waited += POLL_MS) await pause(POLL_MS);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

async function joinOwner(
  folder: DemoFolder,
  owner: number,
  relayTargets: readonly string[],
): Promise<DemoInfo | undefined> {
  const info = folder.readInfo();
  if (info?.pid !== owner || !(await isHealthy(info))) return undefined;
  if (isKnown(folder, relayTargets)) return info;
  // Its relay page does not know this editor. Ports, keys and grants are kept, so nobody notices that it starts anew.
  await end(owner);
  return undefined;
}

/**
 * Makes sure that one demo runs for the folder. Gives the demo of another process where one answers; undefined when
 * this process has taken the lock and has to start it.
 */
export async function joinOrLock(folder: DemoFolder, relayTargets: readonly string[]): Promise<DemoInfo | undefined> {
  const file = folder.file('lock');
  const waitingSince = new Map<number, number>();
  for (;;) {
    if (takeLock(file, process.pid)) return undefined;
    const owner = lockOwner(file);
    if (owner === undefined) continue;
    const since = waitingSince.get(owner) ?? Date.now();
    waitingSince.set(owner, since);
    const isOver = Date.now() - since > START_LIMIT_MS;
    if (owner > 0 && isAlive(owner)) {
      const info = await joinOwner(folder, owner, relayTargets);
      if (info) return info;
    }
    // A process id is used again for other programs: whoever does not answer is not the demo.
    if (isOver || (owner > 0 && !isAlive(owner))) breakLock(file, owner);
    else await pause(POLL_MS);
  }
}

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Whether a process of that id lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** The process id in a lock file; 0 while its owner still writes it, undefined where there is no file. */
export function lockOwner(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Takes the lock; false where another process has it. */
export function takeLock(file: string, pid: number): boolean {
  try {
    writeFileSync(file, String(pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Removes the lock of an owner that is gone. Of several that try, one succeeds, and a lock that was taken meanwhile is
 * put back.
 */
export function breakLock(file: string, owner: number): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (lockOwner(aside) === owner) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

/** Gives the lock back, unless it is another's by now. */
export function releaseLock(file: string, pid: number): void {
  if (lockOwner(file) === pid) rmSync(file, { force: true });
}

import type { Log } from './effects.ts';
import { AppError } from './errors.ts';

/**
 * Lets work go on that nobody waits for; what it fails with is logged. Of a fault only where it happened: its message
 * may hold what it was about.
 * @param what begins the line in the log, such as "Asking for the accounts"
 */
export function inBackground(work: PromiseLike<unknown>, what: string, log: Log): void {
  work.then(undefined, (error: unknown) => log.error(`${what} failed: ${faultText(error)}`));
}

function faultText(error: unknown): string {
  if (error instanceof AppError) return error.code;
  if (!(error instanceof Error)) return 'unknown fault';
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...frames].join('\n');
}

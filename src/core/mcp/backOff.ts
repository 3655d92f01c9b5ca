import { setTimeout as pause } from 'node:timers/promises';

const FIRST = 500;
const LONGEST = 60_000;

/** Milliseconds to wait before the next try after so many failures, between half of the doubled time and all of it. */
export function backOffTime(failures: number, random: () => number): number {
  const whole = Math.min(FIRST * 2 ** failures, LONGEST);
  return whole / 2 + (random() * whole) / 2;
}

/** Waits so long; false where `signal` ended the wait. */
export async function backOff(failures: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(backOffTime(failures, Math.random), undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}

const LONGEST = 10 * 60_000;
/** Windows of many people must not ask at the same moment. */
const JITTER = 0.15;

/**
 * Milliseconds until a server is asked again: the interval, doubled for each failure in a row up to ten minutes, and up
 * to 15 % more or less.
 * @param random from 0 to 1
 */
export function pollDelay(interval: number, failures: number, random: number): number {
  const longest = Math.max(interval, LONGEST);
  const delay = Math.min(interval * 2 ** Math.min(failures, 30), longest);
  return Math.round(delay * (1 + JITTER * (2 * random - 1)));
}

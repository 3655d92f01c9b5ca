import { createContext, runInContext } from 'node:vm';

/**
 * Runs something that takes no pause of its own, for so many milliseconds at most: nothing else stops a loop that
 * somebody else's data leads to. Costs about a millisecond itself. @throws Error where it takes longer
 */
export function withinTime(limit: number, run: () => void): void {
  runInContext('run()', createContext({ run }), { timeout: limit });
}

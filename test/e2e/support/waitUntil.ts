import { setTimeout as pause } from 'node:timers/promises';

/** How long a step may take, in milliseconds: a reload of the window until the extension answers is the longest. */
export const STEP_LIMIT_MS = 60_000;
const STEP_MS = 100;

/** Waits until a condition holds; throws after {@link STEP_LIMIT_MS}. */
export async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + STEP_LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${holds.toString()}`);
    await pause(STEP_MS);
  }
}

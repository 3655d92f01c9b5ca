import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 20_000;
const STEP_MS = 100;

/** Waits until a condition holds; throws after 20 seconds. */
export async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${holds.toString()}`);
    await pause(STEP_MS);
  }
}

import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE = 20_000;
const STEP = 5;

/** Waits until the condition holds, for 20 s at most. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`It never came to pass: ${what}`);
    await delay(STEP);
  }
}

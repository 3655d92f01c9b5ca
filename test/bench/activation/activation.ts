import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

const PROGRAM = fileURLToPath(new URL('activateOnce.ts', import.meta.url));
const LIMIT_MS = 60_000;

const activationSchema = z.object({ milliseconds: z.number(), bytes: z.number(), files: z.number() });

/** What one import and `activate()` took, and the JavaScript files read for it until `activate()` returned. */
export type Activation = z.infer<typeof activationSchema>;

/** Imports and activates the extension in `file` in a fresh process of this Node. @throws where that fails */
export async function activateIn(file: string): Promise<Activation> {
  const child = fork(PROGRAM, [file], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: LIMIT_MS,
  });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`The process ended with ${String(code)} before it told what the activation took`);
  });
  gone.catch(() => undefined);
  const messages: unknown[] = await Promise.race([once(child, 'message'), gone]);
  return activationSchema.parse(messages[0]);
}

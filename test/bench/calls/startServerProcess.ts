import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const PROGRAM = fileURLToPath(new URL('serverProcess.ts', import.meta.url));
const readySchema = z.tuple([z.object({ url: z.string() }), z.unknown()]);

/** Starts our incident server in a process of its own. */
export async function startServerProcess(setUp: {
  readonly issuer: string;
  readonly audience: string;
  readonly databasePath?: string;
  readonly databaseUrl?: string;
}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = fork(PROGRAM, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  child.send(setUp);
  const failed = gone.then(() => {
    throw new Error('The server ended before it was ready');
  });
  const [{ url }] = readySchema.parse(await Promise.race([once(child, 'message'), failed]));
  failed.catch(() => undefined);
  return {
    url,
    close: async () => {
      child.disconnect();
      await gone;
    },
  };
}

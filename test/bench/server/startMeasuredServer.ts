import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const PROGRAM = fileURLToPath(new URL('serverProcess.ts', import.meta.url));
const readySchema = z.object({ url: z.string() });
const memorySchema = z.object({ used: z.number(), rss: z.number() });

/** Bytes: what lives on the heap and beside it, and what the process holds. */
export type Memory = z.infer<typeof memorySchema>;

/** Our incident server in a process of its own. */
export interface MeasuredServer {
  readonly url: string;
  /** What it uses, once what is not used has been collected. */
  memory(): Promise<Memory>;
  close(): Promise<void>;
}

/** Starts it, with or without a check of tokens. */
export async function startMeasuredServer(setUp: {
  readonly issuer: string;
  readonly audience: string;
  readonly databasePath?: string;
  readonly checksTokens: boolean;
}): Promise<MeasuredServer> {
  const child = fork(PROGRAM, { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  const failed = gone.then(() => {
    throw new Error('The server ended too soon');
  });
  failed.catch(() => undefined);
  const ask = async (order: object): Promise<unknown> => {
    child.send(order);
    const [answer] = z.tuple([z.unknown(), z.unknown()]).parse(await Promise.race([once(child, 'message'), failed]));
    return answer;
  };
  const { issuer, audience, databasePath, checksTokens } = setUp;
  const { url } = readySchema.parse(await ask({ order: 'start', issuer, audience, databasePath, checksTokens }));
  return {
    url,
    memory: async () => memorySchema.parse(await ask({ order: 'memory' })),
    close: async () => {
      child.disconnect();
      await gone;
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What is run. */
export const MAIN = path.join(import.meta.dirname, '../../../src/server/main.ts');

/** The server as people start it. */
export interface ServerProcess {
  /** Address of `/mcp` where the server listens. */
  readonly url: string;
  /** What it wrote until now. */
  readonly said: () => string;
  signal(name: NodeJS.Signals): void;
  /** Its exit code, once it ended. */
  readonly ended: Promise<number | null>;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/**
 * Starts the server as a process, with nothing in its environment but what the test says. It can write no file of more
 * than `largestFile` blocks, of 512 or 1024 bytes each.
 */
export async function startServerProcess(
  environment: Record<string, string>,
  { largestFile = 'unlimited' }: { readonly largestFile?: number | 'unlimited' } = {},
): Promise<ServerProcess> {
  const limited = ['-c', `ulimit -f ${largestFile}; exec "$@"`, 'sh', process.execPath];
  const [program, ...args] = largestFile === 'unlimited' ? [process.execPath] : ['/bin/sh', ...limited];
  const child = spawn(program, [...args, '--no-warnings', MAIN], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit').then(() => child.exitCode);
  const gone = ended.then(() => {
    throw new Error(`The server ended: ${said}`);
  });
  gone.catch(() => undefined);
  const origin = (): string | undefined => /listening on (\S+),/.exec(said)?.[1];
  while (origin() === undefined) await Promise.race([once(child.stdout, 'data'), gone]);
  return {
    url: `${origin() ?? ''}/mcp`,
    said: () => said,
    signal: (name) => void child.kill(name),
    ended,
    async kill() {
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const MAIN = path.join(import.meta.dirname, '../../../src/server/main.ts');

/** What a run of the server that ended by itself left behind. */
export interface ServerRun {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the server with nothing in its environment but what the test says, until it ends. */
export async function runServerProcess(environment: Record<string, string>, ...args: string[]): Promise<ServerRun> {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  await once(child, 'close');
  return { code: child.exitCode, output, errors };
}

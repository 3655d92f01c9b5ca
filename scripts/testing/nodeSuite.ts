import { fork } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { type Counts, countsSchema, NO_COUNTS, withFailure } from '../support/counts.ts';
import { ROOT } from '../support/paths.ts';
import { stopGroup } from '../support/runProcess.ts';

/** A suite of Mocha files that run in Node; times in milliseconds. */
export interface NodeSuite {
  readonly folder: string;
  readonly testLimit: number;
  readonly suiteLimit: number;
}

const EXIT_GRACE_MS = 15_000;

/** Runs a suite in a process of its own. A crash, a hang and something left open count as one more failure. */
export async function runNodeSuite({ folder, testLimit, suiteLimit }: NodeSuite, only?: string): Promise<Counts> {
  const files = globSync(`test/${folder}/**/*.test.ts`, { cwd: ROOT })
    .filter((file) => only === undefined || file.includes(only))
    .sort();
  if (files.length === 0) return NO_COUNTS;
  const child = fork(path.join(import.meta.dirname, 'mochaChild.ts'), [String(testLimit), ...files], {
    cwd: ROOT,
    detached: process.platform !== 'win32',
  });
  const stop = () => void stopGroup(child).then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

  let counts: Counts | undefined;
  let problem: string | undefined;
  const endAfter = (limit: number, words: string) =>
    setTimeout(() => {
      problem = words;
      void stopGroup(child);
    }, limit);
  let timer = endAfter(suiteLimit, `did not end within ${suiteLimit / 60_000} minutes`);
  child.on('message', (message) => {
    counts = countsSchema.parse(message);
    clearTimeout(timer);
    timer = endAfter(EXIT_GRACE_MS, 'left something open that keeps the process alive');
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);

  if (counts === undefined || code !== 0) problem ??= `crashed with code ${String(code)}`;
  const ran = counts ?? NO_COUNTS;
  if (problem === undefined) return ran;
  console.log(`  ✘ the suite ${problem}`);
  return withFailure(ran, `✘ ${folder}: the suite ${problem}`);
}

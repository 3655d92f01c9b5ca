import type { Runner } from 'mocha';
import { type Counts, NO_COUNTS } from '../support/counts.ts';

/** Prints one line for each test of a Mocha run and the stacks of those that failed; returns the counts as they grow. */
export function reportRun(runner: Runner, print: (line: string) => void): Counts {
  const counts = { ...NO_COUNTS, failures: [] as string[] };
  let depth = 0;
  const indented = (text: string) => print('  '.repeat(depth) + text);

  runner.on('suite', (suite) => {
    if (suite.root) return;
    depth += 1;
    indented(suite.title);
  });
  runner.on('suite end', (suite) => {
    if (!suite.root) depth -= 1;
  });
  runner.on('pass', (test) => {
    counts.passed += 1;
    const slow = test.speed === 'slow' ? ` (${test.duration ?? 0} ms)` : '';
    indented(`  ✔ ${test.title}${slow}`);
  });
  runner.on('pending', (test) => {
    counts.skipped += 1;
    indented(`  - ${test.title}`);
  });
  runner.on('fail', (test, error: unknown) => {
    counts.failed += 1;
    counts.failures.push(`✘ ${test.fullTitle()}\n${stackOf(error).replaceAll(/^/gm, '  ')}`);
    indented(`  ✘ ${test.title}`);
  });
  runner.once('end', () => {
    for (const failure of counts.failures) print(`\n${failure.replaceAll(/^/gm, '  ')}`);
  });
  return counts;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return (error.stack ?? error.message) + cause;
}

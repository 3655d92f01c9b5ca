import path from 'node:path';
import { ROOT } from './paths.ts';
import { runProcess } from './runProcess.ts';
import { type Counts, NO_COUNTS, withFailure } from './counts.ts';

const CHECK_LIMIT_MS = 5 * 60_000;
const bin = (file: string) => path.join(ROOT, 'node_modules', file);

/** What is checked without running anything: each item is one program that must end well. */
const CHECKS: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'types', args: [bin('typescript/bin/tsc'), '-p', '.'] },
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'unused code and dependencies', args: [bin('knip/bin/knip.js')] },
  { name: 'documentation tables', args: [path.join(ROOT, 'scripts/docs.ts'), '--check'] },
];

/** Runs every check, printing a line for each and the output of those that fail. */
export async function runChecks(): Promise<Counts> {
  let counts = NO_COUNTS;
  for (const { name, args } of CHECKS) {
    const { code, output } = await runProcess(process.execPath, args, { output: 'keep', limit: CHECK_LIMIT_MS });
    console.log(`  ${code === 0 ? '✔' : '✘'} ${name}`);
    if (code === 0) counts = { ...counts, passed: counts.passed + 1 };
    else {
      const lines = output.trimEnd().replaceAll(/^/gm, '  ');
      counts = withFailure(counts, `✘ ${name}\n${lines}`);
      console.log(lines.replaceAll(/^/gm, '  '));
    }
  }
  return counts;
}

import { globSync } from 'node:fs';
import path from 'node:path';
import { type Counts, NO_COUNTS, withFailure } from '../../scripts/support/counts.ts';
import { reportRun } from '../../scripts/testing/reportRun.ts';

/** Called by VS Code in its extension host: runs every suite beside this file and reports to `INCIDENT_DESK_REPORT`. */
export async function run(): Promise<void> {
  const receiver = process.env['INCIDENT_DESK_REPORT'];
  if (receiver === undefined) throw new Error('INCIDENT_DESK_REPORT is not set.');
  let sent = Promise.resolve();
  const report = (body: { line: string } | { counts: Counts }) => {
    sent = sent.then(async () => {
      await fetch(receiver, { method: 'POST', body: JSON.stringify(body) });
    });
  };
  let counts: Counts;
  try {
    counts = await runMocha((line) => report({ line }));
  } catch (error) {
    const problem = `✘ the suites could not be run\n${error instanceof Error ? error.stack : String(error)}`;
    counts = withFailure(NO_COUNTS, problem);
    report({ line: problem });
  }
  report({ counts });
  await sent;
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed.`);
}

async function runMocha(print: (line: string) => void): Promise<Counts> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout: 30_000, reporter: Mocha.reporters.Base });
  for (const file of globSync('*.test.cjs', { cwd: __dirname }).sort()) mocha.addFile(path.join(__dirname, file));
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(counts));
    const counts = reportRun(runner, print);
  });
}

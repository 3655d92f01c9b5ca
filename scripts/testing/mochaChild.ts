import Mocha from 'mocha';
import { exitOnSignals } from '../support/exitOnSignals.ts';
import { reportRun } from './reportRun.ts';

/** node mochaChild.ts TIMEOUT FILE…: runs the files with Mocha, prints to standard output, sends the counts to the parent. */
exitOnSignals();
const [timeout, ...files] = process.argv.slice(2);
const mocha = new Mocha({ timeout: Number(timeout), reporter: Mocha.reporters.Base });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
const runner = mocha.run(() => {
  process.send?.(counts, () => process.disconnect());
});
const counts = reportRun(runner, (line) => process.stdout.write(`${line}\n`));

import { packageExtension } from './package.ts';
import { runChecks } from './support/checks.ts';
import { type Counts, NO_COUNTS, sumCounts, withFailure } from './support/counts.ts';
import { runConformance } from './testing/conformance/runConformance.ts';
import { runExtensionSuite } from './testing/extensionSuite.ts';
import { runNodeSuite } from './testing/nodeSuite.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

interface Suite {
  readonly name: string;
  /** Whether it looks at the VSIX. */
  readonly needsPackage: boolean;
  readonly run: () => Promise<Counts>;
}

/** node test.ts [SUITE…] [--only=PART]: `--only` leaves out the files and scenarios whose name lacks the part. */
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const nodeSuite = (folder: string, testLimit: number, suiteLimit: number) => () =>
  runNodeSuite({ folder, testLimit, suiteLimit }, only);

const SUITES: readonly Suite[] = [
  { name: 'check', needsPackage: false, run: runChecks },
  { name: 'unit', needsPackage: false, run: nodeSuite('unit', 10 * SECOND, 5 * MINUTE) },
  { name: 'integration', needsPackage: false, run: nodeSuite('integration', 30 * SECOND, 20 * MINUTE) },
  { name: 'conformance', needsPackage: false, run: () => runConformance(only) },
  { name: 'package', needsPackage: true, run: nodeSuite('package', 30 * SECOND, 3 * MINUTE) },
  { name: 'extension', needsPackage: true, run: runExtensionSuite },
  { name: 'e2e', needsPackage: true, run: nodeSuite('e2e', 5 * MINUTE, 60 * MINUTE) },
];

async function runSuite({ name, run }: Suite): Promise<Counts> {
  const started = Date.now();
  console.log(`\n— ${name}`);
  let counts: Counts;
  try {
    counts = await run();
  } catch (error) {
    const problem = `✘ ${name} could not be run: ${error instanceof Error ? error.message : String(error)}`;
    console.log(`  ${problem}`);
    counts = withFailure(NO_COUNTS, problem);
  }
  if (counts.passed + counts.failed === 0) {
    const problem = `✘ ${name} ran no test`;
    console.log(`  ${problem}`);
    counts = withFailure(counts, problem);
  }
  const seconds = ((Date.now() - started) / SECOND).toFixed(0);
  console.log(`  ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`);
  return counts;
}

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(', ')}. There are ${SUITES.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
const all: Counts[] = [];
let packaging: Promise<string> | undefined;
for (const suite of SUITES.filter(({ name }) => named.length === 0 || named.includes(name))) {
  const run = async () => {
    if (suite.needsPackage) await (packaging ??= packageExtension());
    return suite.run();
  };
  all.push(await runSuite({ ...suite, run }));
}
const { passed, failed, skipped, failures } = sumCounts(all);
process.exitCode = failed === 0 ? 0 : 1;
if (failures.length > 0) console.log(`\n— what failed\n\n${failures.join('\n\n')}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);

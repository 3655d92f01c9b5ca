import path from 'node:path';
import { benchActivation } from '../test/bench/activation.ts';
import { benchCalls } from '../test/bench/calls.ts';
import { benchRefresh } from '../test/bench/refresh.ts';
import { benchServer } from '../test/bench/server.ts';
import { benchTree } from '../test/bench/tree.ts';
import { buildBench } from './build.ts';
import { exitOnSignals } from './support/exitOnSignals.ts';
import { OUT } from './support/paths.ts';

/** What is measured, and whether it is as it should be; each prints its numbers itself. */
const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  calls: benchCalls,
  refresh: benchRefresh,
  tree: benchTree,
  server: benchServer,
  activation: async () => {
    await buildBench();
    return benchActivation(path.join(OUT, 'bench', 'activation'));
  },
};

/** node bench.ts [BENCH…]: runs the benches that are named, or all. */
const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
const letSignalsBe = exitOnSignals();
for (const [name, run] of Object.entries(BENCHES).filter(([each]) => named.length === 0 || named.includes(each))) {
  console.log(`— ${name}`);
  if (!(await run())) process.exitCode = 1;
}
letSignalsBe();

import { runScript } from './support/runScript.ts';
import { runConformance } from './testing/conformance/runConformance.ts';

/** node conformance.ts [PART]: the official conformance suite, both sides; PART leaves out scenarios whose name lacks it. */
await runScript(async () => {
  const { passed, failed } = await runConformance(process.argv[2]);
  if (failed > 0 || passed === 0) process.exitCode = 1;
});

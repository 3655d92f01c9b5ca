import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Counts, sumCounts } from '../../support/counts.ts';
import { startFixture } from '../../../test/conformance/server/startFixture.ts';
import { CLIENT_REQUIREMENTS } from './requirementSets.ts';
import type { RequirementSet } from './requirementSets.ts';
import { runScenario } from './runScenario.ts';
import type { Scenario, ScenarioResult } from './runScenario.ts';
import { SERVER_REQUIREMENTS } from './serverRequirements.ts';
import { requiredScenarios } from './suiteProgram.ts';
import type { Side } from './suiteProgram.ts';

const AT_ONCE = 3;

/** What is run, in the order of the last lines. */
const SETS: readonly (RequirementSet & { readonly side: Side })[] = [
  ...CLIENT_REQUIREMENTS.map((set) => ({ ...set, side: 'client' as const })),
  ...SERVER_REQUIREMENTS.map((set) => ({ ...set, side: 'server' as const })),
];

/**
 * Runs the official suite: its client side against our core, its server side against our HTTP layer. Prints a line for
 * each scenario and one for each set. `only` leaves out the scenarios whose name, such as `server ping`, lacks it.
 */
export async function runConformance(only = ''): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-conformance-'));
  const serverLines = createWriteStream(path.join(folder, 'server.log'));
  const fixture = await startFixture((line) => void serverLines.write(`${line}\n`));
  const counts: Counts[] = [];
  const totals: string[] = [];
  try {
    for (const set of SETS) {
      const scenarios = (await scenariosOf(set)).filter(({ side, name }) => `${side} ${name}`.includes(only));
      const results = await inTurns(scenarios, (scenario) => runScenario(scenario, { folder, serverUrl: fixture.url }));
      const failed = results.filter(({ problem }) => problem !== undefined);
      const passed = results.length - failed.length;
      counts.push({ passed, failed: failed.length, skipped: 0, failures: failed.map(toText) });
      totals.push(`${set.side} ${set.title}: ${passed}/${results.length}`);
    }
  } finally {
    await fixture.close();
    serverLines.end();
  }
  const all = sumCounts(counts);
  if (all.failed === 0) rmSync(folder, { recursive: true });
  else console.log(`What the suite wrote is in ${folder}`);
  console.log(totals.join('\n'));
  return all;
}

/** What the suite requires, with our minimums; a scenario that the table lacks can never pass. */
async function scenariosOf(set: (typeof SETS)[number]): Promise<readonly Scenario[]> {
  const { side, title, revision, frozen, minimums } = set;
  const names = frozen ? await requiredScenarios(side, revision) : Object.keys(minimums);
  return names.map((name) => ({ side, name, set: title, revision, minimum: minimums[name] ?? Infinity }));
}

/** Runs a few at once, and prints each result as it comes. */
async function inTurns(
  scenarios: readonly Scenario[],
  run: (scenario: Scenario) => Promise<ScenarioResult>,
): Promise<readonly ScenarioResult[]> {
  const waiting = [...scenarios];
  const results: ScenarioResult[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await run(next);
      results.push(result);
      console.log(toText(result).replaceAll(/^/gm, '  '));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

function toText({ scenario, passed, problem }: ScenarioResult): string {
  const { side, set, name } = scenario;
  const line = `${problem === undefined ? '✔' : '✘'} ${side} ${set} ${name} (${passed} checks)`;
  return problem === undefined ? line : `${line}\n${problem.trimEnd().replaceAll(/^/gm, '    ')}`;
}

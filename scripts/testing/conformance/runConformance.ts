import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Counts } from '../../support/counts.ts';
import { REQUIREMENT_SETS } from './requirementSets.ts';
import type { RequirementSet } from './requirementSets.ts';
import { runScenario } from './runScenario.ts';
import type { Scenario, ScenarioResult } from './runScenario.ts';
import { requiredScenarios } from './suiteProgram.ts';

const AT_ONCE = 3;

/**
 * Runs the official suite's client side against our core, printing a line for each scenario and one for each set.
 * `only` leaves out the scenarios whose name lacks it.
 */
export async function runConformance(only = ''): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-conformance-'));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const totals: string[] = [];
  for (const set of REQUIREMENT_SETS) {
    const scenarios = (await scenariosOf(set)).filter(({ name }) => name.includes(only));
    const results = await inTurns(scenarios, (scenario) => runScenario(scenario, folder));
    const passed = results.filter(({ problem }) => problem === undefined).length;
    counts.passed += passed;
    counts.failed += results.length - passed;
    totals.push(`client ${set.title}: ${passed}/${results.length}`);
  }
  if (counts.failed === 0) rmSync(folder, { recursive: true });
  else console.log(`What the suite wrote is in ${folder}`);
  console.log(totals.join('\n'));
  return counts;
}

/** What the suite requires, with our minimums; a scenario that the table lacks can never pass. */
async function scenariosOf({ title, revision, frozen, minimums }: RequirementSet): Promise<readonly Scenario[]> {
  const names = frozen ? await requiredScenarios(revision) : Object.keys(minimums);
  return names.map((name) => ({ name, set: title, revision, minimum: minimums[name] ?? Infinity }));
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
      report(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

function report({ scenario, passed, problem }: ScenarioResult): void {
  console.log(`  ${problem === undefined ? '✔' : '✘'} ${scenario.set} ${scenario.name} (${passed} checks)`);
  if (problem !== undefined) console.log(problem.trimEnd().replaceAll(/^/gm, '      '));
}

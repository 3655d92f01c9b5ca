import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { ROOT } from '../../support/paths.ts';
import { runProcess } from '../../support/runProcess.ts';
import { SUITE_PROGRAM, type Side } from './suiteProgram.ts';

/** One scenario of the suite, spoken in one revision of the protocol. */
export interface Scenario {
  readonly side: Side;
  readonly name: string;
  /** Title of the set that it belongs to. */
  readonly set: string;
  readonly revision: string;
  /** Different checks that must have been made: the suite passes some scenarios without having looked at anything. */
  readonly minimum: number;
}

/** How a scenario ended; without a `problem` it passed. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  /** Different checks that were made and passed. */
  readonly passed: number;
  readonly problem?: string;
}

const SCENARIO_LIMIT_MS = 30_000;
const CLIENT = path.join(ROOT, 'test/conformance/client.ts');

const checksSchema = z.array(
  z.object({ id: z.string(), name: z.string(), status: z.string(), errorMessage: z.optional(z.string()) }),
);
type Check = z.infer<typeof checksSchema>[number];

/** A shell command: the suite appends the server's address. Without `exec` a time-out would only end the shell. */
function clientCommand(): string {
  const command = `"${process.execPath}" "${CLIENT}"`;
  return process.platform === 'win32' ? command : `exec ${command}`;
}

/** A file that the suite wrote, into a folder named after scenario and time. */
function readIfThere(name: string, folder: string): string {
  const [file] = globSync(`**/${name}`, { cwd: folder });
  return file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8');
}

function readChecks(folder: string): readonly Check[] {
  const text = readIfThere('checks.json', folder);
  return text === '' ? [] : checksSchema.parse(JSON.parse(text));
}

/** Some are made anew at each request: how often says nothing. */
function differentChecks(checks: readonly Check[]): number {
  return new Set(checks.map(({ id, name }) => `${id} ${name}`)).size;
}

/**
 * Has the suite start our client for one scenario, or call the server at `serverUrl`, and write what it saw and heard
 * below a folder.
 */
export async function runScenario(
  scenario: Scenario,
  { folder: results, serverUrl }: { readonly folder: string; readonly serverUrl: string },
): Promise<ScenarioResult> {
  const { side, name, set, revision, minimum } = scenario;
  const folder = path.join(results, side, set, name.replaceAll('/', '-'));
  const tested = side === 'client' ? ['--command', clientCommand()] : ['--url', serverUrl];
  const args = [side, ...tested, '--scenario', name, '--spec-version', revision, '--force'];
  const limits = ['--timeout', String(SCENARIO_LIMIT_MS), '--output-dir', folder];
  const { code, output } = await runProcess(process.execPath, [SUITE_PROGRAM, ...args, ...limits], {
    output: 'keep',
    limit: 2 * SCENARIO_LIMIT_MS,
  });
  const checks = readChecks(folder);
  const passed = differentChecks(checks.filter(({ status }) => status === 'SUCCESS'));
  const bad = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
  if (bad.length > 0) {
    return { scenario, passed, problem: bad.map(({ id, errorMessage = '' }) => `${id} ${errorMessage}`).join('\n') };
  }
  if (code !== 0) return { scenario, passed, problem: readIfThere('stderr.txt', folder) || output };
  if (passed < minimum) return { scenario, passed, problem: `only ${passed} checks of ${minimum} were made` };
  return { scenario, passed };
}

import { fileURLToPath } from 'node:url';
import { runProcess } from '../../support/runProcess.ts';

/** The official suite's command line program. */
export const SUITE_PROGRAM = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));

const LIST_LIMIT_MS = 30_000;

/** Names of the client scenarios that a revision of the protocol requires, as the suite froze them. */
export async function requiredScenarios(revision: string): Promise<readonly string[]> {
  const args = [SUITE_PROGRAM, 'list', '--client', '--requirements', revision];
  const { code, output } = await runProcess(process.execPath, args, { output: 'keep', limit: LIST_LIMIT_MS });
  const [, section = ''] = /^Client scenarios[^\n]*\n([^]*?)\n\n/m.exec(output) ?? [];
  const names = [...section.matchAll(/^ {2}- (\S+)/gm)].flatMap(([, name]) => name ?? []);
  if (code !== 0 || names.length === 0)
    throw new Error(`The conformance suite lists no scenario for ${revision}:\n${output}`);
  return names;
}

import { fileURLToPath } from 'node:url';
import { runProcess } from '../../support/runProcess.ts';

/** The official suite's command line program. */
export const SUITE_PROGRAM = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));

const LIST_LIMIT_MS = 30_000;

/** Which part of the protocol is looked at. */
export type Side = 'client' | 'server';

/** Names of a side's scenarios that a revision of the protocol requires, as the suite froze them. */
export async function requiredScenarios(side: Side, revision: string): Promise<readonly string[]> {
  const args = [SUITE_PROGRAM, 'list', `--${side}`, '--requirements', revision];
  const { code, output } = await runProcess(process.execPath, args, { output: 'keep', limit: LIST_LIMIT_MS });
  const [, section = ''] = new RegExp(`^${side} scenarios[^\\n]*\\n([^]*?)\\n\\n`, 'im').exec(output) ?? [];
  const names = [...section.matchAll(/^ {2}- (\S+)/gm)].flatMap(([, name]) => name ?? []);
  if (code !== 0 || names.length === 0)
    throw new Error(`The conformance suite lists no ${side} scenario for ${revision}:\n${output}`);
  return names;
}

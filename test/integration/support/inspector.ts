import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { runProcess } from '../../../scripts/support/runProcess.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector/clients/launcher/build/index.js'));
const LIMIT = 20_000;

/** The eras that the inspector's command line can be told to speak. */
export type InspectorEra = 'legacy' | 'modern';

/** Whom it calls, and as whom. */
export interface InspectorTarget {
  readonly url: string;
  readonly era: InspectorEra;
  readonly token?: string;
}

const answerSchema = z.union([
  z.object({ result: z.looseObject({}) }),
  z.object({ error: z.looseObject({ code: z.string(), message: z.string() }) }),
]);

/** What came of a method, with the program's exit code. */
export type InspectorAnswer = z.infer<typeof answerSchema> & { readonly code: number };

/** Runs the official inspector's command line for one method, in a home folder of its own. */
export async function inspect(
  { url, era, token }: InspectorTarget,
  method: string,
  ...parameters: readonly string[]
): Promise<InspectorAnswer> {
  const home = await mkdtemp(path.join(tmpdir(), 'incident-desk-inspector-'));
  try {
    const bearer = token === undefined ? ['--stored-auth-only'] : ['--header', `Authorization: Bearer ${token}`];
    const args = [PROGRAM, '--cli', url, ...bearer, '--protocol-era', era, '--format', 'json', '--quiet'];
    const env = { ...process.env, HOME: home, USERPROFILE: home };
    const options = { env, limit: LIMIT, output: 'keep' } as const;
    const { code, output } = await runProcess(process.execPath, [...args, '--method', method, ...parameters], options);
    // Advice on schemas may stand around the line that is the answer.
    const answer = output.split('\n').find((line) => line.startsWith('{')) ?? output;
    return { ...answerSchema.parse(JSON.parse(answer)), code };
  } finally {
    await rm(home, { recursive: true });
  }
}

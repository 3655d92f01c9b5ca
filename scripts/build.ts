import path from 'node:path';
import { ROOT } from './support/paths.ts';
import { runProcess } from './support/runProcess.ts';
import { runScript } from './support/runScript.ts';

/** Writes `dist/`, minified and without source maps for `production`; throws when the build fails. */
export function build(options: { readonly production: boolean }): Promise<void> {
  return bundle(options.production ? ['--production'] : []);
}

/** Writes the suites that run inside VS Code to `out/test/extension`; throws when the build fails. */
export function buildTests(): Promise<void> {
  return bundle(['--tests']);
}

/** Writes the extension and an empty one, both as they are shipped, to `out/bench/activation`. */
export function buildBench(): Promise<void> {
  return bundle(['--bench', '--production']);
}

async function bundle(flags: readonly string[]): Promise<void> {
  const script = path.join(ROOT, 'esbuild.mjs');
  const { code } = await runProcess(process.execPath, [script, ...flags], { output: 'showAsProgress' });
  if (code !== 0) throw new Error('The build failed: see above.');
}

if (import.meta.main) await runScript(() => build({ production: process.argv.includes('--production') }));

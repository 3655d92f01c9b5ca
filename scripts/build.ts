import path from 'node:path';
import { ROOT } from './support/paths.ts';
import { runProcess } from './support/runProcess.ts';

/** Writes `dist/` (minified for `production`), and the suites that run inside VS Code with `tests`. Throws when it fails. */
export async function build(options: { readonly production: boolean; readonly tests?: boolean }): Promise<void> {
  const args = [path.join(ROOT, 'esbuild.mjs')];
  if (options.production) args.push('--production');
  if (options.tests === true) args.push('--tests');
  const { code } = await runProcess(process.execPath, args, { output: 'showAsProgress' });
  if (code !== 0) throw new Error('The build failed: see above.');
}

if (import.meta.main) await build({ production: process.argv.includes('--production') });

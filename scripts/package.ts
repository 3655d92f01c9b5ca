import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.ts';
import { OUT, ROOT, vsixPath } from './support/paths.ts';
import { runProcess } from './support/runProcess.ts';
import { runScript } from './support/runScript.ts';

/**
 * Builds and packages the extension with `vsce`; returns the VSIX's path. Throws when either fails.
 * Relative images of the README lead to `REPOSITORY_URL` (or the repository of a GitHub workflow) where one is known.
 */
export async function packageExtension(): Promise<string> {
  await build({ production: true });
  await mkdir(OUT, { recursive: true });
  const vsix = vsixPath();
  const vsce = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--out', vsix, ...linkArguments()];
  const { code, output } = await runProcess(process.execPath, args, { output: 'keep' });
  if (code !== 0) throw new Error(`vsce package failed:\n${output}`);
  return vsix;
}

function linkArguments(): string[] {
  const { REPOSITORY_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA } = process.env;
  const workflow =
    GITHUB_SERVER_URL !== undefined && GITHUB_REPOSITORY !== undefined
      ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`
      : undefined;
  const repository = REPOSITORY_URL ?? workflow;
  if (repository === undefined) return ['--no-rewrite-relative-links'];
  const revision = GITHUB_SHA ?? 'HEAD';
  return ['--baseContentUrl', `${repository}/blob/${revision}`, '--baseImagesUrl', `${repository}/raw/${revision}`];
}

if (import.meta.main) await runScript(async () => console.log(await packageExtension()));

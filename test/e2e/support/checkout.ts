import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ROOT } from '../../../scripts/support/paths.ts';

const SOURCES = path.join(ROOT, 'test/e2e/sources');
const CODE = ['export function pay(): never {', "  throw 'no card';", '}', ''];
const run = promisify(execFile);

/** Makes a folder the checkout of a repository at GitHub, and installs the extension of `test/e2e/sources`. */
export async function prepareCheckout(folder: string, extensionsDir: string): Promise<void> {
  await mkdir(path.join(folder, 'src'));
  await writeFile(path.join(folder, 'src/pay.ts'), CODE.join('\n'));
  const git = (...args: readonly string[]) =>
    run('git', ['-c', 'user.name=Erin', '-c', 'user.email=erin@example.com', ...args], { cwd: folder });
  await git('init', '--initial-branch=main');
  await git('remote', 'add', 'origin', 'https://erin:hunter2@github.com/acme/shop.git');
  await git('add', '.');
  await git('commit', '--message=Pay');
  const installed = path.join(extensionsDir, 'incident-desk-test.sources-1.0.0');
  await build({
    ...{ entryPoints: [path.join(SOURCES, 'extension.ts')], outfile: path.join(installed, 'extension.cjs') },
    ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'warning' },
  });
  await copyFile(path.join(SOURCES, 'manifest.json'), path.join(installed, 'package.json'));
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CACHE } from '../support/paths.ts';
import { runProcess } from '../support/runProcess.ts';
import { provideLogging } from './provideLogging.ts';

const INSTALL_LIMIT_MS = 10 * 60_000;
const MANIFESTS = ['package.json', 'package-lock.json'];

/**
 * Folder of the browser-hosted VS Code that `package-lock.json` here pins; installs it into the cache the first time.
 * Its own install scripts would compile native modules that nothing here needs. Throws with npm's words when it fails.
 */
export async function installCodeServer(): Promise<string> {
  const lock = await readFile(path.join(import.meta.dirname, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const home = path.join(CACHE, 'code-server', version);
  const codeServer = (folder: string) => path.join(folder, 'node_modules/code-server');
  if (existsSync(home)) {
    await provideLogging(codeServer(home));
    return codeServer(home);
  }

  console.error('Installing the browser-hosted VS Code (once, about 600 MB) …');
  const unfinished = `${home}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    for (const name of MANIFESTS) await copyFile(path.join(import.meta.dirname, name), path.join(unfinished, name));
    await npm(['ci'], unfinished);
    const vscode = path.join(codeServer(unfinished), 'lib/vscode');
    for (const folder of [vscode, path.join(vscode, 'extensions')]) await npm(['install', '--omit=dev'], folder);
    await provideLogging(codeServer(unfinished));
    await publish(unfinished, home);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return codeServer(home);
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const options = { cwd, env: outsideNpm(), limit: INSTALL_LIMIT_MS, output: 'keep' } as const;
  const script = process.env['npm_execpath'];
  const flags = args[0] === 'ci' ? quiet.filter((flag) => flag !== '--no-package-lock') : quiet;
  const done =
    script !== undefined && existsSync(script)
      ? await runProcess(process.execPath, [script, ...args, ...flags], options)
      : await runProcess('npm', [...args, ...flags], options);
  if (done.code !== 0) throw new Error(`Installing the browser-hosted VS Code failed:\n${done.output}`);
}

/** Under `npm run`, npm hands its own folder and script on by the environment; the npm started here has others. */
function outsideNpm(): NodeJS.ProcessEnv {
  const handedOn = /^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !handedOn.test(name)));
}

/** Another process may have finished the same installation meanwhile: then that one stands. */
async function publish(unfinished: string, home: string): Promise<void> {
  try {
    await rename(unfinished, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './support/paths.ts';
import { runProcess } from './support/runProcess.ts';
import { runScript } from './support/runScript.ts';

const COMMANDS = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome', 'microsoft-edge'];
const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
];
const INSTALL_LIMIT_MS = 5 * 60_000;

/**
 * Path of a Chrome or Chromium: `CHROME_PATH`, else one on PATH, in a usual place or in playwright's cache, else one that
 * is installed now. Throws with what to install when there is no way.
 */
export async function chromiumPath(): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which cannot be run.`);
  }
  return findChromium() ?? (await installChromium());
}

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => path.join(folder, command)));
  return [...onPath, ...USUAL_PLACES, chromium.executablePath()].find(isExecutable);
}

async function installChromium(): Promise<string> {
  console.error('No Chrome or Chromium found: installing one …');
  const playwright = path.join(ROOT, 'node_modules/playwright-core/cli.js');
  const tried = [await attempt(process.execPath, [playwright, 'install', '--no-shell', 'chromium'])];
  if (findChromium() === undefined && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    tried.push(await attempt('apt-get', ['update', '-q'], env));
    tried.push(await attempt('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], env));
  }
  const found = findChromium();
  if (found !== undefined) return found;
  throw new Error(
    `No Chrome or Chromium was found, and none could be installed:\n${tried.join('\n')}\n` +
      'Install one (Debian, Ubuntu: "sudo apt-get install chromium"; macOS: "brew install --cask google-chrome") ' +
      'or set CHROME_PATH to the one to use.',
  );
}

async function attempt(command: string, args: readonly string[], env = process.env): Promise<string> {
  const { code, output } = await runProcess(command, args, { output: 'keep', limit: INSTALL_LIMIT_MS, env });
  if (code === 0) return `- ${path.basename(command)} ${args.join(' ')}: done`;
  const lines = output.trim().split('\n');
  const reason = lines.find((line) => /error|E:/i.test(line)) ?? lines.at(-1) ?? '';
  return `- ${path.basename(command)} ${args.join(' ')}: ${reason.trim()}`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) await runScript(async () => console.log(await chromiumPath()));

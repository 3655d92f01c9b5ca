import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { killGroupOnExit, runProcess, stopGroup } from '../support/runProcess.ts';
import { installCodeServer } from './install.ts';

/** What {@link startEditor} starts. */
export interface EditorOptions {
  /** Folder that the window opens. */
  readonly folder: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** The person's settings; leaves those of the profile alone when absent. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A VSIX to install first. */
  readonly vsix?: string;
  /** Lets the address name an extension and tests to run, and suppresses all toasts. */
  readonly smokeTestDriver?: boolean;
  /** Language of the editor, English unless told; it takes a language pack among the extensions. */
  readonly locale?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A running browser-hosted VS Code. */
export interface Editor {
  /** Its origin, such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Address of a window with the folder. */
  readonly url: string;
  /** All that it printed so far. */
  readonly output: () => string;
  /** Settles when it ends, whoever ended it. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const LISTENING = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

/** Writes the person's settings of a profile. */
export async function writeSettings(userDataDir: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const user = path.join(userDataDir, 'User');
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** Starts VS Code on 127.0.0.1 and waits until it answers. Throws with its output when it does not within a minute. */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const entry = path.join(await installCodeServer(), 'out/node/entry.js');
  const profile = ['--user-data-dir', options.userDataDir, '--extensions-dir', options.extensionsDir];
  const config = ['--config', path.join(options.userDataDir, 'code-server.yaml')];
  await mkdir(options.userDataDir, { recursive: true });
  if (options.settings !== undefined) await writeSettings(options.userDataDir, options.settings);
  if (options.vsix !== undefined) await installVsix(entry, [...config, ...profile], options.vsix);

  const args = [
    entry,
    ...config,
    ...profile,
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
    '--disable-getting-started-override',
    ...(options.locale === undefined ? [] : ['--locale', options.locale]),
    ...(options.smokeTestDriver === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    options.folder,
  ];
  const child = spawn(process.execPath, args, {
    env: { ...editorEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  killGroupOnExit(child);
  const output = collectOutput(child);
  try {
    const origin = await listening(child, output);
    const url = `${origin}/?folder=${encodeURIComponent(options.folder)}`;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    return { origin, url, output, ended, close: () => stopGroup(child) };
  } catch (error) {
    await stopGroup(child);
    throw error;
  }
}

async function installVsix(entry: string, profile: readonly string[], vsix: string): Promise<void> {
  const args = [entry, ...profile, '--force', '--install-extension', vsix];
  const done = await runProcess(process.execPath, args, {
    output: 'keep',
    env: editorEnvironment(),
    limit: START_LIMIT_MS,
  });
  if (done.code !== 0) throw new Error(`The extension could not be installed in VS Code:\n${done.output}`);
}

/** An editor started from the terminal of an editor would join that one, and `PORT` or `PASSWORD` would be obeyed. */
function editorEnvironment(): NodeJS.ProcessEnv {
  const obeyed = /^(VSCODE_|PORT$|HASHED_PASSWORD$|PASSWORD$|CODE_SERVER_|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !obeyed.test(name)));
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  }
  return () => chunks.join('');
}

function listening(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`VS Code did not start: ${why}\n${output()}`));
    const timer = setTimeout(() => fail('it did not answer in time.'), START_LIMIT_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with code ${String(code)}.`);
    });
    child.stdout?.on('data', () => {
      const origin = LISTENING.exec(output())?.[1];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve(origin);
    });
  });
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { ROOT } from './paths.ts';

/** How {@link runProcess} runs a program; time in milliseconds. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly limit?: number;
  /** `show` passes the output on as it comes, to standard error with `showAsProgress`; `keep` only collects it. */
  readonly output?: 'show' | 'showAsProgress' | 'keep';
}

/** How a program ended: its exit code (−1 when it was stopped or never ran) and all it printed. */
export interface RunResult {
  readonly code: number;
  readonly output: string;
}

const STOP_GRACE_MS = 5_000;
const DEFAULT_LIMIT_MS = 10 * 60_000;

/** Stops a program that was started as leader of its own process group, and everything it started. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_GRACE_MS);
  await gone;
  clearTimeout(timer);
  signalGroup(pid, 'SIGKILL');
}

/** Stops a group at once when this process exits while it runs. */
export function killGroupOnExit(child: ChildProcess): void {
  const kill = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

/** Runs a program to its end; on the limit it and all it started are stopped, and the output says so. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const output = options.output ?? 'show';
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32' && command.endsWith('.cmd'),
  });
  const removeSignalHandlers = stopWithParent(child);
  const chunks: string[] = [];
  const keep = (stream: NodeJS.WriteStream) => (text: string) => {
    chunks.push(text);
    if (output !== 'keep') stream.write(text);
  };
  child.stdout.setEncoding('utf8').on('data', keep(output === 'show' ? process.stdout : process.stderr));
  child.stderr.setEncoding('utf8').on('data', keep(process.stderr));

  const limit = options.limit ?? DEFAULT_LIMIT_MS;
  const limitPassed = new AbortController();
  const timer = setTimeout(() => {
    limitPassed.abort();
    keep(process.stderr)(`Stopped after ${Math.round(limit / 1000)} s.\n`);
    void stopGroup(child);
  }, limit);
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      keep(process.stderr)(`${command}: ${error.message}\n`);
      resolve(-1);
    });
    child.on('close', (exitCode) => resolve(exitCode ?? -1));
  });
  clearTimeout(timer);
  removeSignalHandlers();
  return { code: limitPassed.signal.aborted ? -1 : code, output: chunks.join('') };
}

/** A program in a group of its own does not get the terminal's Ctrl-C: hands it on. */
function stopWithParent(child: ChildProcess): () => void {
  const stop = () => {
    void stopGroup(child).then(() => process.exit(130));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

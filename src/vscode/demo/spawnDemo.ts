import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Log } from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import { demoInfoSchema } from '../../shared/demo.ts';
import type { DemoInfo } from '../../shared/demo.ts';

/** Exit code by which the demo tells that its Node has no `node:sqlite`. */
const UNSUPPORTED = 3;

const START_LIMIT_MS = 60_000;

/** How the demo's process is started. */
export interface DemoProcess {
  /** The demo's script. */
  readonly script: string;
  /** The editor's own Node, or its Electron. */
  readonly execPath: string;
  readonly directory: string;
  readonly relayTargets: readonly string[];
  readonly log: Log;
}

async function readInfo(output: Readable): Promise<DemoInfo | undefined> {
  for await (const line of createInterface({ input: output })) {
    if (!line.startsWith('{')) continue;
    const parsed = demoInfoSchema.safeParse(JSON.parse(line));
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

const LOG_LIMIT_BYTES = 256 * 1024;

/** The demo's messages: a file and no pipe, which would break when this window closes. */
function openMessages(file: string): { descriptor: number; written: () => readonly string[] } {
  const descriptor = openSync(file, 'a', 0o600);
  if (fstatSync(descriptor).size > LOG_LIMIT_BYTES) ftruncateSync(descriptor);
  const { size } = fstatSync(descriptor);
  return { descriptor, written: () => readFileSync(file).subarray(size).toString('utf8').trim().split('\n') };
}

/**
 * Starts the demo so that it outlives this window, or joins the one that runs, and gives what it says of itself.
 * @throws AppError demo_failed, demo_unsupported
 */
export async function spawnDemo({ script, execPath, directory, relayTargets, log }: DemoProcess): Promise<DemoInfo> {
  const messages = openMessages(path.join(directory, 'demo.log'));
  const targets = relayTargets.flatMap((target) => ['--relay-target', target]);
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  const child = spawn(execPath, [script, '--directory', directory, ...targets], {
    detached: true,
    windowsHide: true,
    env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', messages.descriptor],
  });
  closeSync(messages.descriptor);
  const overdue = setTimeout(() => child.kill(), START_LIMIT_MS);
  const output = child.stdout;
  try {
    const exited = once(child, 'exit');
    exited.catch(() => undefined);
    await once(child, 'spawn');
    const info = output && (await readInfo(output));
    if (info) {
      for (const line of messages.written()) if (line.startsWith('Port ')) log.warn(line);
      return info;
    }
    await exited;
    const code = child.exitCode;
    if (code === UNSUPPORTED) throw new AppError('demo_unsupported', { version: process.version });
    throw new AppError('demo_failed', {
      reason: messages.written().findLast((line) => line !== '') ?? `exit code ${String(code)}`,
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'demo_failed',
      { reason: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  } finally {
    clearTimeout(overdue);
    output?.destroy();
    child.unref();
  }
}

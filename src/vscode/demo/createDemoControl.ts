import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { AppError } from '../../core/errors.ts';
import type { Listen, Log, Subscription } from '../../core/effects.ts';
import { Listeners } from '../../core/listeners.ts';
import type { DemoInfo } from '../../shared/demo.ts';
import { DemoFiles, isAlive } from './demoFiles.ts';
import { spawnDemo } from './spawnDemo.ts';

/** Well below the two minutes after which the demo believes that nobody wants it. */
const BEAT_EVERY_MS = 20_000;

const END_LIMIT_MS = 10_000;
const POLL_MS = 50;
const ANSWER_LIMIT_MS = 3000;

/** What the control needs to know. */
export interface DemoControlOptions {
  /** The demo's own folder, the same for all windows. */
  readonly directory: string;
  readonly extensionUri: { readonly fsPath: string };
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The demo's script; the one in the extension unless told. */
  readonly script?: string;
  /** What runs the script; the editor's own Node unless told. */
  readonly execPath?: string;
  readonly beatEveryMs?: number;
}

/** Starts and stops the local demo, one for all windows of the editor. */
export interface DemoControl extends Subscription {
  /** The demo that runs, whichever window started it. */
  running(): Promise<DemoInfo | undefined>;
  /** Hears when the demo that this window started or joined changes, and when it is gone. */
  readonly onDidChange: Listen<DemoInfo | undefined>;
  /**
   * Starts the demo, or joins the one that runs.
   * @param relayTargets addresses of this editor, where it is browser-hosted, to which the relay page may forward
   * @throws AppError demo_failed, demo_unsupported
   */
  start(relayTargets?: readonly string[]): Promise<DemoInfo>;
  /** Starts it again where it was started and never stopped; undefined otherwise. Throws as `start` does. */
  rejoin(relayTargets?: readonly string[]): Promise<DemoInfo | undefined>;
  /** Stops the demo for all windows. */
  stop(): Promise<void>;
  /** Lets go of the demo; it ends by itself when no window is left. */
  dispose(): void;
}

class Control implements DemoControl {
  readonly #files: DemoFiles;
  readonly #options: DemoControlOptions;
  readonly #listeners = new Listeners<DemoInfo | undefined>();
  readonly onDidChange = this.#listeners.listen;
  #joined: DemoInfo | undefined;
  #starting: Promise<DemoInfo> | undefined;
  #beats: NodeJS.Timeout | undefined;

  constructor(options: DemoControlOptions) {
    this.#options = options;
    this.#files = new DemoFiles(options.directory);
  }

  async running(): Promise<DemoInfo | undefined> {
    const info = this.#files.running();
    return info && (await answers(info)) ? info : undefined;
  }

  start(relayTargets: readonly string[] = []): Promise<DemoInfo> {
    this.#starting ??= this.#start(relayTargets).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async rejoin(relayTargets: readonly string[] = []): Promise<DemoInfo | undefined> {
    return this.#files.isWanted() ? this.start(relayTargets) : undefined;
  }

  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    this.#files.unwant();
    const info = await this.running();
    if (info) await this.#end(info.pid);
    this.#change(undefined);
  }

  dispose(): void {
    clearInterval(this.#beats);
    this.#listeners.clear();
  }

  async #start(relayTargets: readonly string[]): Promise<DemoInfo> {
    const { extensionUri, script, execPath } = this.#options;
    this.#files.want();
    try {
      const info = await spawnDemo({
        script: script ?? path.join(extensionUri.fsPath, 'dist', 'demo.js'),
        execPath: execPath ?? process.execPath,
        directory: this.#files.directory,
        relayTargets,
        log: this.#options.log,
      });
      this.#options.log.info(`The local demo runs as process ${info.pid} at ${info.serverUrl}.`);
      this.#change(info);
      return info;
    } catch (error) {
      // Else each new window would try, and fail, again.
      this.#files.unwant();
      throw error;
    }
  }

  async #end(pid: number): Promise<void> {
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < END_LIMIT_MS && isAlive(pid); waited += POLL_MS) await pause(POLL_MS);
    if (isAlive(pid)) throw new AppError('demo_failed', { reason: `process ${pid} does not end` });
    this.#options.log.info('The local demo was stopped.');
  }

  #beat(): void {
    const info = this.#files.running();
    if (info && this.#files.isWanted()) this.#files.beat((this.#options.now ?? Date.now)());
    else this.#change(undefined);
  }

  #change(info: DemoInfo | undefined): void {
    clearInterval(this.#beats);
    if (info) {
      this.#beats = setInterval(() => this.#beat(), this.#options.beatEveryMs ?? BEAT_EVERY_MS);
      this.#beats.unref();
    }
    if (JSON.stringify(info) === JSON.stringify(this.#joined)) return;
    this.#joined = info;
    this.#listeners.tell(info);
  }
}

const issuerSchema = z.object({ issuer: z.string() });

/** Whether the demo answers at its address: after a crash another program can have its process id. */
async function answers({ issuer }: DemoInfo): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, { signal, redirect: 'error' });
    return issuerSchema.safeParse(await response.json()).data?.issuer === issuer;
  } catch {
    return false;
  }
}

/** Makes the control of the local demo. Starts nothing. */
export function createDemoControl(options: DemoControlOptions): DemoControl {
  return new Control(options);
}

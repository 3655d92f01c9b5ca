import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { noticeSchema } from './messages.ts';
import type { Notice, Order, Task } from './messages.ts';
import type { SharedSecrets } from './sharedSecrets.ts';

const PROGRAM = fileURLToPath(new URL('windowProcess.ts', import.meta.url));

/** A window's process, from its start to its end. */
class WindowProcess {
  readonly child: ChildProcess;
  readonly mcp: boolean;
  readonly ready = Promise.withResolvers<void>();
  /** Comes true when it has made its last call, or is no more. */
  readonly ended = Promise.withResolvers<void>();
  isStopping = false;

  constructor(mcp: boolean) {
    this.mcp = mcp;
    this.child = fork(PROGRAM, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  tell(order: Order): void {
    // One that ends at this moment hears nothing any more.
    if (this.child.connected) this.child.send(order, () => undefined);
  }

  async kill(): Promise<void> {
    this.isStopping = true;
    const { child } = this;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

/** The windows of one session, each in a process of its own. Killed when this process exits. */
export class WindowProcesses {
  readonly #windows = new Set<WindowProcess>();
  readonly #signedOut = new Set<WindowProcess>();
  readonly #secrets: SharedSecrets;
  readonly #task: Omit<Task, 'kind' | 'secrets' | 'mcp'>;
  readonly #killAll = (): void => {
    for (const { child } of this.#windows) child.kill('SIGKILL');
  };
  calls = 0;
  /** Calls that the server answered 401 first. */
  repaired = 0;
  /** Why calls failed. */
  readonly failures: string[] = [];

  constructor(secrets: SharedSecrets, task: Omit<Task, 'kind' | 'secrets' | 'mcp'>) {
    this.#secrets = secrets;
    this.#task = task;
    process.on('exit', this.#killAll);
  }

  /** Windows that saw the session end. */
  get signOuts(): number {
    return this.#signedOut.size;
  }

  /** Opens a window, which knows the session when this comes back. */
  async open(mcp: boolean): Promise<WindowProcess> {
    const window = new WindowProcess(mcp);
    this.#windows.add(window);
    window.child.on('message', (message) => this.#heard(window, noticeSchema.parse(message)));
    window.child.on('error', () => this.#gone(window));
    window.child.on('exit', () => this.#gone(window));
    window.tell({ kind: 'open', ...this.#task, mcp, secrets: this.#secrets.onDisk });
    await window.ready.promise;
    return window;
  }

  /** Lets all windows call. */
  go(): void {
    for (const window of this.#windows) window.tell({ kind: 'go' });
  }

  /** Kills the process with this id as by `kill -9`, and opens another window. */
  async replace(pid: number): Promise<void> {
    const window = [...this.#windows].find(({ child }) => child.pid === pid);
    if (!window) throw new Error('The lock is held by none of the windows');
    await window.kill();
    (await this.open(window.mcp)).tell({ kind: 'go' });
  }

  /** Lets all windows end the call that they are at, and waits for that. */
  async stop(): Promise<void> {
    for (const window of this.#windows) window.tell({ kind: 'stop' });
    await Promise.all([...this.#windows].map(({ ended }) => ended.promise));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#windows].map((window) => window.kill()));
    process.off('exit', this.#killAll);
  }

  #heard(window: WindowProcess, notice: Notice): void {
    switch (notice.kind) {
      case 'ready':
        return window.ready.resolve();
      case 'signedOut':
        this.#signedOut.add(window);
        return;
      case 'failed':
        this.failures.push(notice.reason);
        return;
      case 'wrote':
        return this.#secrets.written(notice.change, notice.view, () => {
          for (const other of this.#windows) {
            if (other !== window) other.tell({ kind: 'changed', change: notice.change });
          }
        });
      case 'ended':
        this.calls += notice.calls;
        this.repaired += notice.repaired;
        if (!notice.holdsSession) this.#signedOut.add(window);
        return window.ended.resolve();
    }
  }

  #gone(window: WindowProcess): void {
    this.#windows.delete(window);
    if (!window.isStopping) this.failures.push('a window died');
    window.ready.reject(new Error('A window died before it was ready'));
    window.ready.promise.catch(() => undefined);
    window.ended.resolve();
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Effects } from '../../../src/core/effects.ts';
import { isAppError } from '../../../src/core/errors.ts';
import type { TokenSource } from '../../../src/core/mcp/serverClient.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { recordingLog } from '../../integration/oauth/world.ts';
import { orderSchema } from './messages.ts';
import type { Notice, Task } from './messages.ts';
import { bareCalls, callsByClient } from './windowCalls.ts';
import { WindowSecrets } from './windowSecrets.ts';

/** A window in a process of its own: calls the server over and over with the session's current token. */
class Window {
  readonly #task: Task;
  readonly #secrets: WindowSecrets;
  readonly #sessions: Sessions;
  readonly #effects: Effects = { fetch, now: Date.now, log: recordingLog([]) };
  readonly #tokens: TokenSource;
  #calls = 0;
  #repaired = 0;
  #isCalling = false;
  #isStopped = false;

  constructor(task: Task) {
    this.#task = task;
    const { sessionId: id, directory } = task;
    this.#secrets = new WindowSecrets(task.secrets, (change) =>
      tell({ kind: 'wrote', change, view: [...this.#secrets.entries] }),
    );
    this.#sessions = new Sessions({ secrets: this.#secrets, directory, effects: this.#effects });
    this.#sessions.onDidChange(({ removed }) => {
      if (removed.some((session) => session.id === id)) tell({ kind: 'signedOut' });
    });
    this.#tokens = {
      token: () => this.#sessions.token(id),
      replace: (rejected) => {
        this.#repaired += 1;
        return this.#sessions.replace(id, rejected);
      },
    };
  }

  async open(): Promise<void> {
    await this.#sessions.list();
    tell({ kind: 'ready' });
  }

  async take(change: Parameters<WindowSecrets['take']>[0]): Promise<void> {
    this.#secrets.take(change);
    await this.#sessions.rescan();
  }

  async callOverAndOver(): Promise<void> {
    const { url, mcp, pause } = this.#task;
    this.#isCalling = true;
    const call = mcp ? callsByClient(url, this.#tokens, this.#effects) : bareCalls(url, this.#tokens);
    while (!this.#isStopped) {
      this.#calls += 1;
      await call().catch((error: unknown) => tell({ kind: 'failed', reason: reasonOf(error) }));
      await delay(pause);
    }
    await this.#tellEnd();
  }

  /** The call that runs is its last one. */
  stop(): void {
    this.#isStopped = true;
    if (!this.#isCalling) void this.#tellEnd();
  }

  async #tellEnd(): Promise<void> {
    const holdsSession = (await this.#sessions.list()).some(({ id }) => id === this.#task.sessionId);
    tell({ kind: 'ended', calls: this.#calls, repaired: this.#repaired, holdsSession });
  }
}

function reasonOf(error: unknown): string {
  if (isAppError(error)) return error.code;
  return error instanceof Error ? error.message : 'unknown';
}

function tell(notice: Notice): void {
  process.send?.(notice);
}

let window: Window | undefined;
process.on('message', (message) => {
  const order = orderSchema.parse(message);
  if (order.kind === 'open') {
    window = new Window(order);
    void window.open();
  } else if (order.kind === 'go') void window?.callOverAndOver();
  else if (order.kind === 'changed') void window?.take(order.change);
  else window?.stop();
});
// Whoever started it is gone, or is done with it.
process.on('disconnect', () => process.exit());

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { answerSchema, type Store } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('writerProcess.ts', import.meta.url));
/** Writes that a process is told before it has acknowledged the first. */
const IN_FLIGHT = 8;

/** The writes that are still to be made, for all processes together. */
export interface Stream {
  /** The next write; undefined at the end. */
  take(): number | undefined;
  /** A write that was not acknowledged, to be made again. */
  giveBack(write: number): void;
  acknowledged(write: number, id: string): void;
}

/** One that was killed is no longer connected. */
function isConnected({ connected }: ChildProcess): boolean {
  return connected;
}

/** A process that writes; when it is killed, another takes its place and repeats what was not acknowledged. */
export class Writer {
  readonly #store: Store;
  readonly #stream: Stream;
  readonly #unacknowledged = new Set<number>();
  #child: ChildProcess | undefined;
  #kills = 0;

  constructor(store: Store, stream: Stream) {
    this.#store = store;
    this.#stream = stream;
  }

  /** Ends the process at once, wherever it is. */
  kill(): void {
    this.#kills += 1;
    this.#child?.kill('SIGKILL');
  }

  /** Writes until the stream is at its end. */
  async run(): Promise<void> {
    while (!(await this.#runOnce())) {
      for (const write of this.#unacknowledged) this.#stream.giveBack(write);
      this.#unacknowledged.clear();
    }
  }

  /** Whether the process came to the end of the stream, rather than being killed. */
  async #runOnce(): Promise<boolean> {
    const before = this.#kills;
    const child = fork(PROGRAM, [JSON.stringify(this.#store)], {
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => {
      const answer = answerSchema.parse(message);
      if ('write' in answer) {
        this.#unacknowledged.delete(answer.write);
        this.#stream.acknowledged(answer.write, answer.id);
      }
      this.#order(child);
    });
    await once(child, 'exit');
    const isKilled = this.#kills > before;
    if (!isKilled && child.exitCode !== 0) throw new Error('a process that writes ended by itself');
    return !isKilled;
  }

  #order(child: ChildProcess): void {
    while (this.#unacknowledged.size < IN_FLIGHT && isConnected(child)) {
      const write = this.#stream.take();
      if (write === undefined) break;
      this.#unacknowledged.add(write);
      // One that is killed meanwhile is told nothing: its writes are given back.
      child.send({ write }, () => undefined);
    }
    if (this.#unacknowledged.size > 0) return;
    if (isConnected(child)) child.disconnect();
  }
}

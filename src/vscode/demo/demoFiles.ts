import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { demoInfoSchema } from '../../shared/demo.ts';
import type { DemoInfo } from '../../shared/demo.ts';

/** What the windows of one editor and the demo's process tell each other through its folder. */
export class DemoFiles {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Notes that the demo was started and not stopped. */
  want(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    writeFileSync(this.#file('wanted'), '', { mode: 0o600 });
  }

  unwant(): void {
    rmSync(this.#file('wanted'), { force: true });
  }

  isWanted(): boolean {
    return statSync(this.#file('wanted'), { throwIfNoEntry: false }) !== undefined;
  }

  /** Tells the demo that somebody still uses it. */
  beat(now: number): void {
    const file = this.#file('heartbeat');
    if (statSync(file, { throwIfNoEntry: false })) utimesSync(file, now / 1000, now / 1000);
  }

  /** What the running demo says of itself; undefined where none runs. */
  running(): DemoInfo | undefined {
    try {
      const info = demoInfoSchema.parse(JSON.parse(readFileSync(this.#file('demo.json'), 'utf8')));
      // The lock is the demo's own word for its process id; without it the id may be anybody's by now.
      const owner = Number.parseInt(readFileSync(this.#file('lock'), 'utf8'), 10);
      return owner === info.pid && isAlive(owner) ? info : undefined;
    } catch {
      return undefined;
    }
  }

  #file(name: 'wanted' | 'heartbeat' | 'demo.json' | 'lock'): string {
    return path.join(this.directory, name);
  }
}

/** Whether a process of that id lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

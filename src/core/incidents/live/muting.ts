import { readFile, rm, writeFile } from 'node:fs/promises';
import { makePrivateFolder } from '../../oauth/sessions/exclusiveFile.ts';
import path from 'node:path';

/** Until when no window tells of news: a file in a folder that all windows share. */
export class Muting {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** @param duration milliseconds from now on */
  async mute(duration: number): Promise<void> {
    await makePrivateFolder(this.#folder);
    await writeFile(this.#file, String(this.#now() + duration), { mode: 0o600 });
  }

  async unmute(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  /** When it ends, in milliseconds since 1970; undefined while nothing is muted. */
  async until(): Promise<number | undefined> {
    const until = Number(await readFile(this.#file, 'utf8').catch(() => ''));
    return until > this.#now() ? until : undefined;
  }

  get #file(): string {
    return path.join(this.#folder, 'muted-until');
  }
}

import { createHash } from 'node:crypto';
import { readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { createExclusively, makePrivateFolder } from '../../oauth/sessions/exclusiveFile.ts';
import type { IncidentNews } from './incidentNews.ts';

/** After this many milliseconds a claim is of no use: no window tells of what is that old. */
const KEPT = 24 * 3_600_000;

/** Which window tells of a piece of news: the one that first creates its file in a folder that all windows share. */
export class NewsClaims {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** Whether this window is the one to tell of it. */
  async claim(serverId: string, { kind, incident }: IncidentNews): Promise<boolean> {
    const { id, severity, status, updatedAt } = incident;
    await makePrivateFolder(this.#folder);
    const name = createHash('sha256').update(JSON.stringify([serverId, kind, id, severity, status, updatedAt]));
    return createExclusively(path.join(this.#folder, name.digest('hex')), '');
  }

  /** Removes claims that are too old to matter. */
  async prune(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      const file = path.join(this.#folder, name);
      const age = await stat(file).then(
        ({ mtimeMs }) => this.#now() - mtimeMs,
        () => 0,
      );
      if (age > KEPT) await unlink(file).catch(() => undefined);
    }
  }
}

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Log } from '../../../core/effects.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { shownIncidents } from '../../../core/incidents/shownIncident.ts';
import { parsedJson } from '../../../core/json.ts';

/** Rows that are kept of a server: the ones that one sees first. */
const MOST = 50;

const keptSchema = z.object({
  serverId: z.string(),
  account: z.string(),
  asOf: z.number(),
  incidents: z.array(z.unknown()),
});

/** Rows as they were at an earlier time, in milliseconds since 1970. */
export interface EarlierRows {
  readonly incidents: readonly ShownIncident[];
  readonly asOf: number;
}

/** Who keeps the rows, and for whom. */
export interface KnownRowsOptions {
  /** A folder of the extension's own. */
  readonly directory: string;
  /** The account that is used for a server. */
  readonly account: (serverId: string) => Promise<string | undefined>;
  readonly log: Log;
}

/**
 * The first rows of each server as they were last seen, so that a window without a network, or one that has just been
 * opened, has something to show. Incidents are the company's: they are in files of the extension's global storage that
 * only this user of the computer can read, not in the editor's state, which is read at each start and shared with settings
 * sync. They are given to the account alone that saw them, and deleted when it signs out.
 */
export class KnownRows {
  readonly #options: KnownRowsOptions;
  /** One at a time: a file that is being deleted must not be written behind that. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: KnownRowsOptions) {
    this.#options = options;
  }

  /** The rows that the account of a server saw last; undefined where there are none. Never rejects. */
  recall(serverId: string): Promise<EarlierRows | undefined> {
    return this.#next(async () => {
      const text = await readFile(this.#file(serverId), 'utf8').catch(() => '');
      const kept = keptSchema.safeParse(parsedJson(text)).data;
      if (kept?.serverId !== serverId) return undefined;
      if (kept.account !== (await this.#options.account(serverId))) return this.#delete(this.#file(serverId));
      return { incidents: shownIncidents(kept.incidents), asOf: kept.asOf };
    });
  }

  /** Keeps the rows that a server's account sees. Never rejects. */
  async remember(serverId: string, { incidents, asOf }: EarlierRows): Promise<void> {
    await this.#next(async () => {
      const account = await this.#options.account(serverId);
      if (account === undefined) return;
      const { directory } = this.#options;
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = this.#file(serverId);
      const text = JSON.stringify({ serverId, account, asOf, incidents: incidents.slice(0, MOST) });
      // Another window may read it at this moment.
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, file);
    });
  }

  /** Deletes what is kept of the servers that `isGone` holds for. Never rejects. */
  async forget(isGone: (serverId: string) => boolean): Promise<void> {
    await this.#next(async () => {
      const { directory } = this.#options;
      for (const name of await readdir(directory).catch(() => [])) {
        const file = path.join(directory, name);
        const kept = keptSchema.safeParse(parsedJson(await readFile(file, 'utf8').catch(() => ''))).data;
        if (!kept || isGone(kept.serverId)) await this.#delete(file);
      }
    });
  }

  async #delete(file: string): Promise<undefined> {
    await rm(file, { force: true });
    return undefined;
  }

  #file(serverId: string): string {
    const name = createHash('sha256').update(serverId).digest('hex').slice(0, 32);
    return path.join(this.#options.directory, `${name}.json`);
  }

  #next<T>(work: () => Promise<T>): Promise<T | undefined> {
    const done = this.#queue.then(work).catch((error: unknown) => {
      this.#options.log.warn(`Known incidents: ${error instanceof Error ? error.message : 'unknown fault'}`);
      return undefined;
    });
    this.#queue = done;
    return done;
  }
}

import { createHash, hkdfSync } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parsedJson } from '../../json.ts';
import { createExclusively, hasCode, makePrivateFolder } from '../sessions/exclusiveFile.ts';
import { seal, SEAL_KEY_BYTES, unseal } from '../sessions/sealed.ts';

/** The callback that a sign-in waits for. */
export interface AwaitedCallback {
  readonly state: string;
  /** Path of its issuer: one that comes on another path is another issuer's (RFC 9700 section 4.4.2.2). */
  readonly path: string;
}

const markerSchema = z.object({ path: z.string(), deadline: z.number() });

/**
 * The folder by which windows hand callbacks to each other. A waiting window leaves a marker named by the hash of its
 * `state`; who else gets the callback puts it beside, sealed with a key that only knowers of `state` can make.
 */
export class Handover {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  #path(state: string, kind: 'pending' | 'callback'): string {
    return join(this.#folder, `${createHash('sha256').update(state).digest('hex')}.${kind}`);
  }

  #key(state: string): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', state, '', 'incident-desk callback', SEAL_KEY_BYTES));
  }

  /** Says that a window here waits for a callback until `deadline`, in milliseconds since 1970. */
  async announce({ state, path }: AwaitedCallback, deadline: number): Promise<void> {
    await makePrivateFolder(this.#folder);
    await createExclusively(this.#path(state, 'pending'), JSON.stringify({ path, deadline }));
  }

  /** Hands a callback to the window that waits for `state` on its path; does nothing where none does. */
  async give(state: string, callback: URL): Promise<void> {
    const text = await readFile(this.#path(state, 'pending'), 'utf8').catch(() => undefined);
    const marker = markerSchema.safeParse(parsedJson(text ?? '')).data;
    // There is room for one callback: none that is not waited for may take the place of the right one.
    if (marker?.path !== callback.pathname || this.#now() >= marker.deadline) return;
    await createExclusively(this.#path(state, 'callback'), seal(this.#key(state), state, callback.href));
  }

  /** The callback that another window left for `state`. */
  async take(state: string): Promise<string | undefined> {
    const bytes = await readFile(this.#path(state, 'callback')).catch(() => undefined);
    return bytes === undefined ? undefined : unseal(this.#key(state), state, bytes);
  }

  /** Ends the wait for `state`: from now on its callbacks are nobody's. */
  async withdraw(state: string): Promise<void> {
    await rm(this.#path(state, 'pending'), { force: true });
    await rm(this.#path(state, 'callback'), { force: true });
  }

  /** Removes what windows left behind that were closed while they waited. `age` is in milliseconds. */
  async sweep(age: number): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      try {
        const { mtimeMs } = await stat(path);
        // Files are dated by the machine's clock, whatever clock the waits go by.
        if (Date.now() - mtimeMs > age) await rm(path, { force: true });
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error;
      }
    }
  }
}

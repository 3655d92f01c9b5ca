import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../../effects.ts';
import { createExclusively, hasCode, makePrivateFolder } from './exclusiveFile.ts';
import { seal, unseal } from './sealed.ts';
import { parseGeneration } from './storedSession.ts';
import type { Generation, StoredSession } from './storedSession.ts';

/** Name of the file that says that a session is over. */
export const TOMBSTONE = 'tombstone';
const GENERATION = /^\d{1,12}$/;
const OF_GENERATION = /^(\d{1,12})(?:\.|$)/;
/** Damaged files that publishing steps over. */
const STEPS = 16;

/** Why a session is over: the person signed out, or the issuer ended it, or forgot the client that had registered. */
export type Tombstone = 'signedOut' | 'ended' | 'clientLost';

/** What the folder knows that its reader did not: an end, or newer tokens. */
export type Standing =
  | { readonly kind: 'over'; readonly tombstone: Tombstone }
  | { readonly kind: 'newer'; readonly generation: Generation };

/** Absent where there is no such folder. */
async function namesIn(path: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * The folder of one session that all windows share: its generations, sealed with the session's key, each created
 * once, and the tombstone that ends it.
 */
export class SessionFolder {
  readonly path: string;
  readonly #sessionId: string;
  readonly #key: Uint8Array;
  readonly #log: Log;
  readonly #damaged = new Set<number>();

  constructor(path: string, { session, sealKey }: Pick<StoredSession, 'session' | 'sealKey'>, log: Log) {
    this.path = path;
    this.#sessionId = session.id;
    this.#key = Buffer.from(sealKey, 'base64url');
    this.#log = log;
  }

  /**
   * What stands above generation `known`; absent where nothing does. A session whose folder is gone has been over for
   * long: the folder is there before the session, and is removed with its tombstone only.
   */
  async standing(known: number): Promise<Standing | undefined> {
    const names = await this.#names();
    if (names.includes(TOMBSTONE)) return { kind: 'over', tombstone: await this.#tombstone() };
    if (names.length === 0 && (await this.#isGone())) return { kind: 'over', tombstone: 'signedOut' };
    const generation = await this.#newest(names, known);
    return generation && { kind: 'newer', generation };
  }

  /** The newest generation above `known`, whether the session is over or not. */
  async newest(known: number): Promise<Generation | undefined> {
    return this.#newest(await this.#names(), known);
  }

  /**
   * Publishes the generation that follows `previous`, and gives it with its number; absent where another window has
   * published one already.
   */
  async publish(previous: number, tokens: Omit<Generation, 'number'>): Promise<Generation | undefined> {
    await makePrivateFolder(this.path);
    for (let number = previous + 1; number <= previous + STEPS; number++) {
      const generation = { number, ...tokens };
      const sealed = seal(this.#key, this.#context(number), JSON.stringify(generation));
      if (await createExclusively(join(this.path, String(number)), sealed)) return generation;
      if (await this.#read(number)) return undefined;
    }
    return undefined;
  }

  /** Ends the session for all windows. */
  async bury(tombstone: Tombstone): Promise<void> {
    await makePrivateFolder(this.path);
    await createExclusively(join(this.path, TOMBSTONE), tombstone);
  }

  /** Removes generations and locks before the one that precedes `current`; some window may still read that one. */
  async prune(current: number): Promise<void> {
    for (const name of await this.#names()) {
      const number = OF_GENERATION.exec(name)?.[1];
      if (number !== undefined && Number(number) < current - 1) await rm(join(this.path, name), { force: true });
    }
  }

  /** Removes all but the tombstone. */
  async empty(): Promise<void> {
    for (const name of await this.#names()) {
      if (name !== TOMBSTONE) await rm(join(this.path, name), { force: true });
    }
  }

  async #names(): Promise<readonly string[]> {
    return (await namesIn(this.path)) ?? [];
  }

  /** Whether the folder was removed; where the folder of all sessions is missing too, the disk may be. */
  async #isGone(): Promise<boolean> {
    return (await namesIn(dirname(this.path))) !== undefined && (await namesIn(this.path)) === undefined;
  }

  async #newest(names: readonly string[], known: number): Promise<Generation | undefined> {
    const numbers = names.filter((name) => GENERATION.test(name)).map(Number);
    for (const number of numbers.filter((each) => each > known).sort((a, b) => b - a)) {
      const generation = await this.#read(number);
      if (generation) return generation;
    }
    return undefined;
  }

  async #tombstone(): Promise<Tombstone> {
    const text = await readFile(join(this.path, TOMBSTONE), 'utf8').catch(() => '');
    return text === 'ended' || text === 'clientLost' ? text : 'signedOut';
  }

  async #read(number: number): Promise<Generation | undefined> {
    const bytes = await readFile(join(this.path, String(number))).catch(() => undefined);
    if (bytes === undefined) return undefined;
    const text = unseal(this.#key, this.#context(number), bytes);
    const generation = text === undefined ? undefined : parseGeneration(text);
    if (generation?.number === number) return generation;
    if (!this.#damaged.has(number)) {
      this.#damaged.add(number);
      this.#log.warn(`Ignored generation ${number} of session ${this.#sessionId}: it is damaged or not ours`);
    }
    return undefined;
  }

  #context(number: number): string {
    return `${this.#sessionId}\n${number}`;
  }
}

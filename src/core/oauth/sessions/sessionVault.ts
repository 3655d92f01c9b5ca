import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../effects.ts';
import { createExclusively, makePrivateFolder } from './exclusiveFile.ts';
import { removeOldTombstones } from './oldTombstones.ts';
import { forgetLostClient } from '../clients/registrations.ts';
import type { SecretStore, Session } from './session.ts';
import { SessionFolder } from './sessionFolder.ts';
import type { Tombstone } from './sessionFolder.ts';
import { parseStoredSession } from './storedSession.ts';
import type { StoredSession } from './storedSession.ts';

/** Milliseconds. */
const CLEANING_INTERVAL = 24 * 3_600_000;

/**
 * Where sessions rest: an entry in the secret store each, whose key names this host, and a folder of generations each.
 * Entries of other hosts are never touched, since a refresh token must not be used on two hosts.
 */
export class SessionVault {
  /** Folder of all sessions' folders. */
  readonly sessionsPath: string;
  readonly #directory: string;
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #unreadable = new Set<string>();
  #cleansAt = 0;

  constructor(options: { secrets: SecretStore; directory: string; log: Log }) {
    this.#secrets = options.secrets;
    this.#directory = options.directory;
    this.#log = options.log;
    this.sessionsPath = join(options.directory, 'sessions');
  }

  /** The stored sessions of this host; what cannot be read is left alone and skipped. */
  async load(): Promise<readonly StoredSession[]> {
    const prefix = await this.#prefix();
    const keys = (await this.#secrets.keys()).filter((key) => key.startsWith(prefix));
    const loaded: StoredSession[] = [];
    for (const key of keys) {
      const text = await this.#secrets.get(key);
      if (text === undefined) continue;
      const stored = parseStoredSession(text);
      if (stored && key === `${prefix}${stored.session.id}`) loaded.push(stored);
      else this.#warnOnce(key);
    }
    return loaded;
  }

  async save(stored: StoredSession): Promise<void> {
    await this.#secrets.store(`${await this.#prefix()}${stored.session.id}`, JSON.stringify(stored));
  }

  /** Forgets a session that is over, and its client where that is why. */
  async forget(session: Session, tombstone: Tombstone): Promise<void> {
    await this.#secrets.delete(`${await this.#prefix()}${session.id}`);
    if (tombstone === 'clientLost') await forgetLostClient(this.#secrets, session);
  }

  /** Makes the folder of a new session, before anybody can find the session in the secret store. */
  async makeFolder(stored: StoredSession): Promise<SessionFolder> {
    const folder = this.folder(stored);
    await makePrivateFolder(folder.path);
    return folder;
  }

  /** Once a day removes what is left of sessions that ended long ago. @param now milliseconds since 1970 */
  async clean(now: number): Promise<void> {
    if (now < this.#cleansAt) return;
    this.#cleansAt = now + CLEANING_INTERVAL;
    await removeOldTombstones(this.sessionsPath, now).catch(() => {
      this.#log.debug('What is left of sessions that ended long ago could not be removed');
    });
  }

  folder(stored: StoredSession): SessionFolder {
    return new SessionFolder(join(this.sessionsPath, stored.session.id), stored, this.#log);
  }

  async #prefix(): Promise<string> {
    return `session.${await this.#hostId()}.`;
  }

  async #hostId(): Promise<string> {
    await makePrivateFolder(this.sessionsPath);
    const path = join(this.#directory, 'host');
    const known = await readFile(path, 'utf8').catch(() => undefined);
    if (known !== undefined) return known;
    await createExclusively(path, randomBytes(16).toString('hex'));
    return readFile(path, 'utf8');
  }

  #warnOnce(key: string): void {
    if (this.#unreadable.has(key)) return;
    this.#unreadable.add(key);
    this.#log.warn('Ignored a stored session that cannot be read; signing in again makes a new one');
  }
}

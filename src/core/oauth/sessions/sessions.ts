import type { Effects, Listen } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { inBackground } from '../../inBackground.ts';
import type { AccessToken } from '../tokens/accessToken.ts';
import type { SignedIn } from '../signIn/signedIn.ts';
import { browserSessionEnd } from './endBrowserSession.ts';
import type { SignedOut } from './endBrowserSession.ts';
import { revokeEndedSession } from './endSession.ts';
import { FolderWatch } from './folderWatch.ts';
import { HeldSession } from './heldSession.ts';
import type { RefreshOutcome } from './refreshGeneration.ts';
import { newStoredSession } from './newStoredSession.ts';
import { sameIdentity } from './session.ts';
import type { SecretStore, Session } from './session.ts';
import type { Tombstone } from './sessionFolder.ts';
import { SessionVault } from './sessionVault.ts';
import { NOTHING, SessionAnnouncer } from './sessionChanges.ts';
import type { SessionChanges } from './sessionChanges.ts';
import type { StoredSession } from './storedSession.ts';
import { isRenewable, revoke } from '../tokens/tokenRequests.ts';

/** Milliseconds between two looks at a session's folder where it cannot be watched: others' sign-outs are seen then. */
const LOOK_INTERVAL = 5_000;
/** Milliseconds between two looks at all that is stored, which costs more; the secret store tells of changes too. */
const SCAN_INTERVAL = 30_000;

/** The only owner of tokens. Windows that share the secret store and the folder share the sessions. */
export class Sessions {
  readonly #vault: SessionVault;
  readonly #effects: Effects;
  readonly #watch: FolderWatch;
  readonly #held = new Map<string, HeldSession>();
  readonly #over = new Map<string, AppError>();
  readonly #announcer = new SessionAnnouncer();
  #loaded: Promise<void> | undefined;
  #scanning: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(options: { secrets: SecretStore; directory: string; effects: Effects }) {
    const { secrets, directory, effects } = options;
    this.#vault = new SessionVault({ secrets, directory, log: effects.log });
    this.#effects = effects;
    this.#watch = new FolderWatch(effects.log);
  }

  /** Tells of changes made here or in another window, once the sessions have been asked for. */
  readonly onDidChange: Listen<SessionChanges> = this.#announcer.listen;

  async list(): Promise<readonly Session[]> {
    await this.#load();
    return [...this.#held.values()].map(({ session }) => session);
  }

  /** Keeps a new session, in the place of an older one for the same server and account. */
  async add(signedIn: SignedIn): Promise<Session> {
    const stored = newStoredSession(signedIn, await this.list(), this.#effects.now());
    const { session } = stored;
    const replaced = [...this.#held.values()].filter((held) => sameIdentity(held.session, session));
    await this.#vault.makeFolder(stored);
    await this.#vault.save(stored);
    const held = this.#hold(stored);
    this.#watchFolder(held);
    for (const old of replaced) await this.#bury(old, 'signedOut');
    this.#announcer.fire({ added: [session], removed: replaced.map((old) => old.session), changed: [] });
    await Promise.all(replaced.map((old) => revokeEndedSession(old.stored, old.folder, this.#effects)));
    return session;
  }

  /** Revokes the tokens of a sign-in that is not kept, as well as it goes. */
  async discard(signedIn: SignedIn): Promise<void> {
    await revoke(signedIn, signedIn.tokens, this.#effects);
  }

  /**
   * The session's access token, good for at least the next moments.
   * @throws AppError `session_ended`, `signed_out`, `token_endpoint_unreachable`, `token_request_failed`
   */
  async token(id: string): Promise<AccessToken> {
    return (await this.#find(id)).token();
  }

  /** Gets a newer token than `rejected`, which the server answered 401 to. @throws as {@link token} */
  async replace(id: string, rejected: string): Promise<void> {
    await (await this.#find(id)).replace(rejected);
  }

  /** The session's ID token, as it was last sent. */
  async idToken(id: string): Promise<string | undefined> {
    return (await this.#find(id)).generation.tokens.idToken;
  }

  /** Whether the session can be renewed without the person. */
  async hasRefreshToken(id: string): Promise<boolean> {
    const { stored, generation } = await this.#find(id);
    return isRenewable(stored, generation.tokens);
  }

  /** Whether others may be lent what it opens: a person signed in, and its tokens are bound to no key. */
  async isLendable(id: string): Promise<boolean> {
    const { dpopKey, renewal } = (await this.#find(id)).stored;
    return dpopKey === undefined && renewal?.kind !== 'clientCredentials';
  }

  /**
   * Signs out: ends the session in all windows, and revokes its tokens at the issuer as well as it goes. Gives the
   * address that would end the browser's session too.
   */
  async remove(id: string): Promise<SignedOut> {
    await this.#load();
    const held = this.#held.get(id);
    if (!held) return {};
    await this.#bury(held, 'signedOut');
    this.#announcer.fire({ ...NOTHING, removed: [held.session] });
    await revokeEndedSession(held.stored, held.folder, this.#effects);
    return browserSessionEnd(held.stored);
  }

  /** Whether a session that is no more was ended by its issuer, rather than by a sign-out. */
  hasEnded(id: string): boolean {
    return this.#over.get(id)?.code === 'session_ended';
  }

  /** Looks what other windows have done. */
  async rescan(): Promise<void> {
    const scan = this.#scan();
    this.#loaded ??= scan.then(() => undefined);
    this.#announcer.fire(await scan);
  }

  dispose(): void {
    this.#disposed = true;
    this.#watch.dispose();
    this.#announcer.dispose();
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#scan().then(() => undefined);
    return this.#loaded;
  }

  /** One scan after the other. A secret store or folder that fails leaves things as they are. */
  #scan(): Promise<SessionChanges> {
    const scan = this.#scanning.then(() => this.#scanOnce());
    const safe = scan.catch(() => {
      this.#effects.log.warn('The stored sessions could not be read');
      return NOTHING;
    });
    this.#scanning = safe;
    return safe;
  }

  async #scanOnce(): Promise<SessionChanges> {
    const known = [...this.#held.values()];
    const added: Session[] = [];
    const removed: Session[] = [];
    const changed: Session[] = [];
    for (const stored of await this.#vault.load()) {
      const held = this.#held.get(stored.session.id);
      if (held) {
        if (held.adopt(stored.generation)) changed.push(held.session);
      } else if (await this.#open(stored)) added.push(stored.session);
    }
    for (const held of known) {
      const kind = await this.#look(held);
      if (kind === 'over') removed.push(held.session);
      if (kind === 'newer') changed.push(held.session);
    }
    await this.#vault.clean(this.#effects.now());
    if (!this.#disposed)
      this.#watch.add(this.#vault.sessionsPath, () => this.#inBackground(this.rescan()), SCAN_INTERVAL);
    return { added, removed, changed: [...new Set(changed)] };
  }

  /** Holds a stored session with its newest tokens, unless it is over. */
  async #open(stored: StoredSession): Promise<boolean> {
    const { id } = stored.session;
    const held = this.#hold(stored);
    if ((await this.#look(held)) === 'over') return false;
    this.#watchFolder(held);
    return this.#held.has(id);
  }

  /** Takes over what the session's folder knows. */
  async #look(held: HeldSession): Promise<'over' | 'newer' | undefined> {
    const standing = await held.folder.standing(held.generation.number);
    if (!standing || this.#held.get(held.session.id) !== held) return undefined;
    if (standing.kind === 'newer') return held.adopt(standing.generation) ? 'newer' : undefined;
    await this.#drop(held, standing.tombstone);
    return 'over';
  }

  #hold(stored: StoredSession): HeldSession {
    const held = new HeldSession(stored, this.#vault.folder(stored), this.#effects, (each, outcome) =>
      this.#settle(each, outcome),
    );
    this.#held.set(stored.session.id, held);
    return held;
  }

  #watchFolder(held: HeldSession): void {
    if (this.#disposed) return;
    this.#watch.add(held.folder.path, () => this.#inBackground(this.#lookAndTell(held)), LOOK_INTERVAL);
  }

  async #lookAndTell(held: HeldSession): Promise<void> {
    const kind = await this.#look(held).catch(() => undefined);
    if (kind === 'over') this.#announcer.fire({ ...NOTHING, removed: [held.session] });
    if (kind === 'newer') this.#announcer.fire({ ...NOTHING, changed: [held.session] });
  }

  #inBackground(look: Promise<void>): void {
    inBackground(look, 'Looking what other windows have done', this.#effects.log);
  }

  async #settle(held: HeldSession, outcome: RefreshOutcome): Promise<void> {
    if (outcome.kind === 'over') {
      const known = this.#held.get(held.session.id) === held;
      await this.#drop(held, outcome.tombstone);
      if (known) this.#announcer.fire({ ...NOTHING, removed: [held.session] });
      throw this.#overError(held.session.id);
    }
    const adopted = held.adopt(outcome.generation);
    if (outcome.kind === 'renewed' && this.#held.get(held.session.id) === held) await this.#keep(held);
    if (adopted) this.#announcer.fire({ ...NOTHING, changed: [held.session] });
  }

  async #keep(held: HeldSession): Promise<void> {
    try {
      await this.#vault.save(held.stored);
      await held.folder.prune(held.generation.number);
    } catch {
      this.#effects.log.warn('Refreshed tokens could not be kept in the secret store; the shared folder has them');
    }
  }

  async #bury(held: HeldSession, tombstone: Tombstone): Promise<void> {
    await held.folder.bury(tombstone);
    await this.#drop(held, tombstone);
  }

  async #drop(held: HeldSession, tombstone: Tombstone): Promise<void> {
    const { session, serverName } = held.stored;
    const code = tombstone === 'signedOut' ? 'signed_out' : 'session_ended';
    if (!this.#over.has(session.id)) this.#over.set(session.id, new AppError(code, { server: serverName }));
    if (this.#held.get(session.id) === held) this.#held.delete(session.id);
    this.#watch.remove(held.folder.path);
    await this.#vault.forget(session, tombstone).catch(() => this.#effects.log.warn('A session could not be removed'));
  }

  async #find(id: string): Promise<HeldSession> {
    await this.#load();
    const held = this.#held.get(id);
    if (!held) throw this.#overError(id);
    return held;
  }

  #overError(id: string): AppError {
    return this.#over.get(id) ?? new AppError('signed_out', { server: '' });
  }
}

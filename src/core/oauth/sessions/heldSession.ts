import type { Effects } from '../../effects.ts';
import { AppError, isSignedOut } from '../../errors.ts';
import { accessTokenOf } from '../tokens/accessToken.ts';
import type { AccessToken } from '../tokens/accessToken.ts';
import { refreshGeneration } from './refreshGeneration.ts';
import type { RefreshOutcome } from './refreshGeneration.ts';
import type { SessionFolder } from './sessionFolder.ts';
import type { Session } from './session.ts';
import type { Generation, StoredSession } from './storedSession.ts';
import { isRenewable } from '../tokens/tokenRequests.ts';

/** A refresh begins this long before the expiry, in milliseconds, or a tenth of the lifetime where that is less. */
const REFRESH_AHEAD = 60_000;
/** Milliseconds before a refresh ahead of expiry is tried again after a failure. */
const RETRY_AFTER = 5_000;
/** A token that is refused sooner than this after it was issued is refused for another reason than its age. */
const JUST_ISSUED = 60_000;

/** When a generation of tokens should be replaced; milliseconds since 1970. */
export function refreshTime({ tokens, obtainedAt }: Pick<Generation, 'tokens' | 'obtainedAt'>): number {
  return tokens.expiresAt - Math.min(REFRESH_AHEAD, (tokens.expiresAt - obtainedAt) / 10);
}

/** One session in this process: its newest known tokens, and the one refresh that may be under way. */
export class HeldSession {
  readonly folder: SessionFolder;
  readonly #effects: Effects;
  readonly #settle: (outcome: RefreshOutcome) => Promise<void>;
  #stored: StoredSession;
  #refreshing: Promise<void> | undefined;
  #retryAt = 0;

  /** `settle` hears how each refresh ended, and throws where the session did. */
  constructor(
    stored: StoredSession,
    folder: SessionFolder,
    effects: Effects,
    settle: (held: HeldSession, outcome: RefreshOutcome) => Promise<void>,
  ) {
    this.#stored = stored;
    this.folder = folder;
    this.#effects = effects;
    this.#settle = (outcome) => settle(this, outcome);
  }

  get stored(): StoredSession {
    return this.#stored;
  }

  get session(): Session {
    return this.#stored.session;
  }

  get generation(): Generation {
    return this.#stored.generation;
  }

  /** Takes over newer tokens; false where those it has are as new. */
  adopt(generation: Generation): boolean {
    if (generation.number <= this.generation.number) return false;
    this.#stored = { ...this.#stored, generation };
    return true;
  }

  /** The access token, refreshed where its time has come. While it is still good, a failure to refresh is none. */
  async token(): Promise<AccessToken> {
    const { tokens } = this.generation;
    const usable = this.#effects.now() < tokens.expiresAt;
    const fresh = this.#effects.now() < refreshTime(this.generation);
    const waits = !isRenewable(this.#stored, tokens) || this.#effects.now() < this.#retryAt;
    if (fresh || (usable && waits)) return this.#access();
    try {
      await this.refresh();
    } catch (error) {
      if (isSignedOut(error) || this.#effects.now() >= tokens.expiresAt) throw error;
      this.#retryAt = this.#effects.now() + RETRY_AFTER;
    }
    return this.#access();
  }

  #access(): AccessToken {
    return accessTokenOf(this.generation.tokens.accessToken, this.#stored.dpopKey, this.#effects.now);
  }

  /** Gets a newer token than `rejected`. @throws AppError `unauthorized` where a new token cannot be the remedy */
  async replace(rejected: string): Promise<void> {
    const { tokens, obtainedAt } = this.generation;
    if (tokens.accessToken !== rejected) return;
    if (!isRenewable(this.#stored, tokens) && this.#effects.now() < obtainedAt + JUST_ISSUED) {
      throw new AppError('unauthorized', { server: this.#stored.serverName });
    }
    await this.refresh();
  }

  /** Refreshes; callers during a refresh wait for it. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refreshOnce().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refreshOnce(): Promise<void> {
    for (;;) {
      const { folder, generation: current } = this;
      const outcome = await refreshGeneration({ stored: this.#stored, folder, current, effects: this.#effects });
      await this.#settle(outcome);
      // What another window published may have had its time while this one slept.
      if (outcome.kind !== 'newer' || this.#effects.now() < refreshTime(this.generation)) return;
    }
  }
}

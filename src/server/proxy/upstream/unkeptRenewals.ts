import { setTimeout as delay } from 'node:timers/promises';
import { asError } from '../../asError.ts';
import type { Notice } from '../../http/serverOperation.ts';
import type { Turns } from '../inTurn.ts';

/** Milliseconds before each further attempt, while whoever refreshes waits. */
const WAITS = [100, 400, 1500];
/** Milliseconds between attempts that nobody waits for. */
const INTERVAL = 1000;

/** What writing renewals needs. */
export interface RenewalParts<Renewal> {
  /** Writes one; tells whether its grant stands. Throws where the database does not take it. */
  readonly keep: (renewal: Renewal) => Promise<boolean>;
  readonly turns: Turns;
  readonly notice: Notice;
}

/**
 * Writes what Okta gives. What the database does not take stays in this process until it does: Okta no longer takes the
 * refresh token that the database has.
 */
export class UnkeptRenewals<Renewal> {
  readonly #unkept = new Map<string, Renewal>();
  readonly #parts: RenewalParts<Renewal>;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: RenewalParts<Renewal>) {
    this.#parts = parts;
  }

  /** What is not written yet. */
  get(grantId: string): Renewal | undefined {
    return this.#unkept.get(grantId);
  }

  delete(grantId: string): void {
    this.#unkept.delete(grantId);
  }

  /**
   * Writes a renewal, several times if need be, in the turn of whoever calls. Tells whether its grant stands. Throws the
   * last failure once it is kept here instead.
   */
  async write(grantId: string, renewal: Renewal): Promise<boolean> {
    const waits = WAITS.values();
    for (;;) {
      try {
        const stands = await this.#parts.keep(renewal);
        this.#unkept.delete(grantId);
        return stands;
      } catch (error) {
        if (!this.#unkept.has(grantId)) this.#tell(error);
        this.#unkept.set(grantId, renewal);
        const { value: wait } = waits.next();
        if (wait === undefined) {
          this.#goOn();
          throw error;
        }
        await delay(wait);
      }
    }
  }

  /** Writes what is not written yet, as far as the database takes it. */
  async flush(): Promise<void> {
    for (const grantId of this.#unkept.keys()) {
      const work = this.#parts.turns(grantId, async () => {
        const renewal = this.#unkept.get(grantId);
        if (renewal !== undefined) await this.#parts.keep(renewal);
        this.#unkept.delete(grantId);
      });
      // It was told of when it failed first, and stays.
      await work.catch(() => undefined);
    }
  }

  /** Makes one last attempt. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.flush();
  }

  #tell(error: unknown): void {
    const { message } = asError(error);
    this.#parts.notice(
      'warn',
      `what Okta gave for a refresh token cannot be written, and is kept in memory: ${message}`,
    );
  }

  #goOn(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    const attempt = async (): Promise<void> => {
      await this.flush();
      this.#timer = undefined;
      if (this.#unkept.size > 0) this.#goOn();
    };
    this.#timer = setTimeout(() => void attempt(), INTERVAL).unref();
  }
}

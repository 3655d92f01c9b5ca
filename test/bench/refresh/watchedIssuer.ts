import type { IncomingMessage, ServerResponse } from 'node:http';

/** At which expiry, counted from 1, what befalls the answer to the first refresh. */
export interface RefreshFaults {
  /** The issuer does its work, and the connection breaks before the answer. */
  readonly dropAnswerAt: number;
  /** The issuer does its work, and the one who asked is killed before the answer. */
  readonly killHolderAt: number;
}

/** Milliseconds by which the expiry in a token, in whole seconds, may come before its lifetime is over. */
const ROUNDING = 1000;
/** The part of a token's lifetime after which its time has come: it is refreshed a tenth ahead. */
const RIPE = 0.9;

function dropAnswer(response: ServerResponse): void {
  Object.assign(response, { write: () => true, end: () => response.destroy() });
}

/**
 * Counts at the token endpoint, and injects the faults there. An expiry is a token that had been given out and was asked
 * to be replaced when its time had come; whatever else is asked is a refresh too many.
 */
export class WatchedIssuer {
  readonly #faults: RefreshFaults;
  readonly #ripeAge: number;
  readonly #held = Promise.withResolvers<void>();
  #counting = false;
  #givenOut = true;
  #givenOutAt = 0;
  expiries = 0;
  refreshes = 0;
  /** Refreshes that the issuer refused: a used refresh token after its grace time, for one. */
  refused = 0;

  /** @param lifetime of access tokens, in seconds */
  constructor(lifetime: number, faults: RefreshFaults) {
    this.#faults = faults;
    this.#ripeAge = lifetime * 1000 * RIPE - ROUNDING;
  }

  /** Comes true when the answer waits that its asker shall not live to see. */
  get holderWaits(): Promise<void> {
    return this.#held.promise;
  }

  /** Whether the newest token has reached somebody. */
  get isAnswered(): boolean {
    return this.#givenOut;
  }

  /** Counts from now on: the sign-in is done. */
  start(): void {
    this.#counting = true;
  }

  /** For the stand-in's option of this name. */
  readonly intercept = (_: IncomingMessage, response: ServerResponse, path: string): boolean => {
    if (!path.endsWith('/v1/token')) return false;
    response.once('finish', () => this.#answered(response.statusCode));
    if (!this.#counting) return false;
    this.refreshes += 1;
    if (!this.#givenOut || performance.now() - this.#givenOutAt < this.#ripeAge) return false;
    this.#givenOut = false;
    this.expiries += 1;
    if (this.expiries === this.#faults.dropAnswerAt) dropAnswer(response);
    if (this.expiries === this.#faults.killHolderAt) this.#holdAnswer(response);
    return false;
  };

  #answered(status: number): void {
    if (status !== 200) {
      this.refused += 1;
      return;
    }
    this.#givenOut = true;
    this.#givenOutAt = performance.now();
  }

  #holdAnswer(response: ServerResponse): void {
    Object.assign(response, {
      end: () => {
        this.#held.resolve();
        return response;
      },
    });
  }
}

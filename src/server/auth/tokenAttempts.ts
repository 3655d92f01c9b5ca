/** Too many tokens that were no good came from one address. */
export class TooManyFailures extends Error {
  override readonly name = 'TooManyFailures';
  /** After so many seconds the address may try again. */
  readonly seconds: number;

  constructor(seconds: number) {
    super('too many tokens of this address were not good');
    this.seconds = seconds;
  }
}

/** Keeps an address from trying one token after the other. */
export interface TokenAttempts {
  /** Comes before a token is checked, or before one that was no good is refused as that. @throws TooManyFailures */
  begin(token: string, address: string | undefined): Promise<void>;
  failed(token: string, address: string | undefined): Promise<void>;
  succeeded(token: string): void;
}

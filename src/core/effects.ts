/** Writes to the one log. Never hand it a token, code, verifier, state, secret or whole redirect. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The parts of the world that core touches, as parameters. */
export interface Effects {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Ends a subscription. Shaped like VS Code's `Disposable`, without needing it. */
export interface Subscription {
  dispose(): void;
}

/** Calls the listener at each event until the returned subscription is disposed of. */
export type Listen<T> = (listener: (event: T) => void) => Subscription;

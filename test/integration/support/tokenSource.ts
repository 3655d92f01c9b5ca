import { AppError } from '../../../src/core/errors.ts';
import type { TokenSource } from '../../../src/core/mcp/serverClient.ts';

/** A token source that a test steers. */
export interface SteeredTokens extends TokenSource {
  current: string | undefined;
  /** What asking for a token throws. */
  failure: AppError | undefined;
  /** Tokens that were reported as refused. */
  readonly rejected: string[];
}

/** Gives `first`; after a refusal whatever `next` gives. Without a token it is signed out. */
export function steeredTokens(first: string | undefined, next: () => string = () => first ?? ''): SteeredTokens {
  const rejected: string[] = [];
  const source: SteeredTokens = {
    current: first,
    failure: undefined,
    rejected,
    token: async () => {
      if (source.failure) throw source.failure;
      if (source.current === undefined) throw new AppError('signed_out', { server: 'Test' });
      return source.current;
    },
    replace: async (refused) => {
      rejected.push(refused);
      source.current = next();
    },
  };
  return source;
}

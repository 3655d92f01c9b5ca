import type { JWTVerifyGetKey } from 'jose';
import { belowIssuer } from './belowIssuer.ts';
import { createIntrospection, type IntrospectionClient } from './introspectAccessToken.ts';
import { createIssuerKeys } from './issuerKeys.ts';
import { createAccessTokenVerifier, type VerifyAccessToken } from './verifyAccessToken.ts';

/** How tokens are checked. */
export interface TokenCheck {
  readonly verify: VerifyAccessToken;
  /** Whether tokens can be checked now. */
  isReady(): Promise<boolean>;
  /** What is not there where they cannot be checked, and why. */
  readonly missing: () => string;
}

/** Makes the check of access tokens: by the issuer's keys, or by the issuer where there is a client to ask it with. */
export function createTokenCheck(options: {
  issuer: string;
  audience: string;
  /** Where the keys are; Okta's place below the issuer unless told. */
  keysUrl?: string | undefined;
  /** Those of an issuer in this process. */
  keys?: JWTVerifyGetKey | undefined;
  introspection?: IntrospectionClient | undefined;
  now: () => number;
  /** For durations. */
  monotonic: () => number;
  report: (error: Error) => void;
}): TokenCheck {
  const { issuer, audience, introspection, keys, now, monotonic, report } = options;
  if (introspection !== undefined) {
    const { verify, isAnswered, problem } = createIntrospection({
      ...{ issuer, audience, client: introspection },
      ...{ now, monotonic, report },
    });
    return { verify, isReady: isAnswered, missing: () => `the issuer does not check tokens at ${problem()}` };
  }
  if (keys !== undefined) {
    const verify = createAccessTokenVerifier({ issuer, audience, now, monotonic, keys });
    return { verify, isReady: async () => true, missing: () => '' };
  }
  const url = new URL(options.keysUrl ?? belowIssuer(issuer, '/v1/keys'));
  const published = createIssuerKeys({ url, monotonic, report });
  const verify = createAccessTokenVerifier({ issuer, audience, now, monotonic, keys: published.find });
  return {
    verify,
    isReady: () => published.isReachable(),
    missing: () => `the keys of the issuer cannot be read at ${published.problem()}`,
  };
}

import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import type { JWTVerifyGetKey } from 'jose';
import { belowIssuer } from './belowIssuer.ts';
import { createIntrospectionVerifier, type IntrospectionClient } from './introspectAccessToken.ts';
import { createIssuerKeys } from './issuerKeys.ts';
import { createAccessTokenVerifier, type VerifyAccessToken } from './verifyAccessToken.ts';

/** How tokens are checked. */
export interface TokenCheck {
  readonly verify: VerifyAccessToken;
  /** Whether tokens can be checked now. */
  isReady(): Promise<boolean>;
}

/** No issuer gives it out, so that it says one thing alone: whether the issuer answers this server's client. */
const TOKEN_OF_NOBODY = 'incident-desk-readiness';

const INVALID: string = OAuthErrorCode.InvalidToken;

async function isAnswered(verify: VerifyAccessToken): Promise<boolean> {
  try {
    await verify(TOKEN_OF_NOBODY);
    return true;
  } catch (error) {
    return error instanceof OAuthError && error.code === INVALID;
  }
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
  report: (error: Error) => void;
}): TokenCheck {
  const { issuer, audience, introspection, keys, now, report } = options;
  if (introspection !== undefined) {
    const verify = createIntrospectionVerifier({ issuer, audience, client: introspection, now, report });
    return { verify, isReady: () => isAnswered(verify) };
  }
  if (keys !== undefined) {
    return { verify: createAccessTokenVerifier({ issuer, audience, now, keys }), isReady: async () => true };
  }
  const published = createIssuerKeys({ url: new URL(options.keysUrl ?? belowIssuer(issuer, '/v1/keys')), now, report });
  const verify = createAccessTokenVerifier({ issuer, audience, now, keys: published.find });
  return { verify, isReady: () => published.isReachable() };
}

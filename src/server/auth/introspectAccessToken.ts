import { createHash } from 'node:crypto';
import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { principalFromClaims } from './accessTokenClaims.ts';
import { belowIssuer } from './belowIssuer.ts';
import { BriefCache } from './briefCache.ts';
import { createIssuerFetch, type IssuerFetch } from './issuerFetch.ts';
import type { Principal } from './principal.ts';
import { CLOCK_TOLERANCE, type VerifyAccessToken } from './verifyAccessToken.ts';

/** The client by which this server asks the issuer. */
export interface IntrospectionClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface IntrospectionOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly client: IntrospectionClient;
  readonly now: () => number;
  readonly report: (error: Error) => void;
}

/** An answer is used again for at most this many milliseconds. */
const CACHED = 30_000;
const LONGEST_TOKEN = 16_384;

const answerSchema = z.looseObject({
  active: z.boolean(),
  exp: z.number().optional(),
  token_type: z.string().optional(),
  iss: z.string().optional(),
  nbf: z.number().optional(),
});
type Answer = z.infer<typeof answerSchema>;

function rejected(message: string): OAuthError {
  return new OAuthError(OAuthErrorCode.InvalidToken, message);
}

function principalIn(answer: Answer, { issuer, audience, now }: IntrospectionOptions): Principal {
  if (!answer.active) throw rejected('The access token is not active');
  if (answer.iss !== undefined && answer.iss !== issuer) throw rejected('The access token is from another issuer');
  const type = answer.token_type?.toLowerCase() ?? 'bearer';
  const principal = principalFromClaims({ iss: issuer, ...answer });
  if (principal === undefined || !['bearer', 'dpop'].includes(type)) throw rejected('The token is not an access token');
  const seconds = now() / 1000;
  if (![principal.audience].flat().includes(audience)) throw rejected('The access token is for another audience');
  if (principal.expiresAt + CLOCK_TOLERANCE <= seconds) throw rejected('The access token has expired');
  if (answer.nbf !== undefined && answer.nbf - CLOCK_TOLERANCE > seconds) {
    throw rejected('The access token is not valid yet');
  }
  return principal;
}

async function ask(token: string, fetchAnswer: IssuerFetch, options: IntrospectionOptions): Promise<Answer> {
  const { clientId, clientSecret } = options.client;
  const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  try {
    const response = await fetchAnswer(belowIssuer(options.issuer, '/v1/introspect'), {
      method: 'POST',
      headers: { accept: 'application/json', authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    });
    return answerSchema.parse(await response.json());
  } catch (error) {
    const message = error instanceof Error ? error.message : 'it failed';
    options.report(new Error(`introspection: ${error instanceof z.ZodError ? 'the answer is not one' : message}`));
    throw new OAuthError(OAuthErrorCode.TemporarilyUnavailable, 'The issuer cannot check tokens now');
  }
}

/**
 * Makes the check of access tokens by the issuer itself (RFC 7662). Answers are kept by the token's hash for at most
 * 30 s. It throws `OAuthError`: `invalid_token`, or `temporarily_unavailable` where the issuer gives no answer.
 */
export function createIntrospectionVerifier(options: IntrospectionOptions): VerifyAccessToken {
  const fetchAnswer = createIssuerFetch(options.now);
  const answers = new BriefCache<Promise<Answer>>(options.now);
  /** From its expiry on, whether a token is still good within the tolerance of clocks is for the issuer to say. */
  const keepUntilExpiry = (hash: string, asked: Promise<Answer>): void => {
    asked.then(
      ({ exp }) => {
        const left = exp === undefined ? CACHED : exp * 1000 - options.now();
        if (left < CACHED) answers.set(hash, asked, left);
      },
      () => answers.delete(hash),
    );
  };
  return async (token) => {
    if (token.length > LONGEST_TOKEN) throw rejected('The access token is too long');
    const hash = createHash('sha256').update(token).digest('base64url');
    let answer = answers.get(hash);
    if (answer === undefined) {
      answer = ask(token, fetchAnswer, options);
      answers.set(hash, answer, CACHED);
      keepUntilExpiry(hash, answer);
    }
    return principalIn(await answer, options);
  };
}

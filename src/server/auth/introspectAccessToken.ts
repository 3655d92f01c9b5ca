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
  /** How many good and how many other tokens are remembered; 10,000 of each unless told. */
  readonly remembered?: number;
}

/** An answer is used again for at most this many milliseconds. */
const CACHED = 30_000;
const LONGEST_TOKEN = 16_384;
/** The issuer is asked about this many tokens at once; it has limits of its own. */
const MOST_AT_ONCE = 100;
/** No issuer gives it out, so that it says one thing alone: whether the issuer answers this server's client. */
const TOKEN_OF_NOBODY = 'incident-desk-readiness';

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
    const cause = error instanceof z.ZodError ? new Error('the answer is not one') : error;
    options.report(new Error('the issuer could not check a token', { cause }));
    throw new OAuthError(OAuthErrorCode.TemporarilyUnavailable, 'The issuer cannot check tokens now');
  }
}

/** The check of access tokens by the issuer itself. */
export interface Introspection {
  readonly verify: VerifyAccessToken;
  /** Whether the issuer answers this server's client. */
  readonly isAnswered: () => Promise<boolean>;
}

/**
 * Makes the check of access tokens by the issuer itself (RFC 7662). Answers are kept by the token's hash for at most
 * 30 s. It throws `OAuthError`: `invalid_token`, or `temporarily_unavailable` where the issuer gives no answer or is
 * asked about too many tokens already.
 */
export function createIntrospection(options: IntrospectionOptions): Introspection {
  const { now, remembered } = options;
  const fetchAnswer = createIssuerFetch(now);
  const asking = new Map<string, Promise<Answer>>();
  const active = new BriefCache<Answer>(now, remembered);
  /** Apart from the others, so that tokens made up at random push out none that is good. */
  const inactive = new BriefCache<Answer>(now, remembered);
  const learn = async (token: string, hash: string): Promise<Answer> => {
    try {
      const answer = await ask(token, fetchAnswer, options);
      // From its expiry on, whether a token is good within the tolerance of clocks is for the issuer to say.
      const left = answer.exp === undefined ? CACHED : Math.min(CACHED, answer.exp * 1000 - now());
      (answer.active ? active : inactive).set(hash, answer, left);
      return answer;
    } finally {
      asking.delete(hash);
    }
  };
  const answerTo = (token: string): Answer | Promise<Answer> => {
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = active.get(hash) ?? inactive.get(hash) ?? asking.get(hash);
    if (known !== undefined) return known;
    if (asking.size >= MOST_AT_ONCE) {
      throw new OAuthError(OAuthErrorCode.TemporarilyUnavailable, 'Too many tokens are being checked now');
    }
    const asked = learn(token, hash);
    asking.set(hash, asked);
    return asked;
  };
  let answeredUntil = 0;
  return {
    async verify(token) {
      if (token.length > LONGEST_TOKEN) throw rejected('The access token is too long');
      return principalIn(await answerTo(token), options);
    },
    async isAnswered() {
      if (now() < answeredUntil) return true;
      try {
        await ask(TOKEN_OF_NOBODY, fetchAnswer, options);
      } catch {
        return false;
      }
      answeredUntil = now() + CACHED;
      return true;
    },
  };
}

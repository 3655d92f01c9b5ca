import * as z from 'zod/mini';
import { parsedJson } from '../json.ts';
import { labelText } from '../shownText.ts';

const textOrList = z.union([z.string(), z.array(z.string())]);
const schema = z.object({
  iss: z.catch(z.optional(z.string()), undefined),
  aud: z.catch(z.optional(textOrList), undefined),
  /** Okta's list, in other issuers' tokens the text of RFC 9068 section 2.2.3. */
  scp: z.catch(z.optional(textOrList), undefined),
  scope: z.catch(z.optional(z.string()), undefined),
  cid: z.catch(z.optional(z.string()), undefined),
  client_id: z.catch(z.optional(z.string()), undefined),
  exp: z.catch(z.optional(z.number()), undefined),
});

/** What an access token says of itself, made safe to show. Nobody here checks its signature: the server does. */
export interface TokenClaims {
  readonly issuer?: string;
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
  readonly clientId?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

function words(value: string | readonly string[] | undefined): readonly string[] {
  const list = typeof value === 'string' ? value.split(' ') : (value ?? []);
  return list.map((word) => labelText(word, 200)).filter((word) => word !== '');
}

/** The claims of an access token that is a JWT (RFC 9068, Okta's `scp` and `cid`); undefined for an opaque one. */
export function tokenClaims(token: string): TokenClaims | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const claims = schema.safeParse(parsedJson(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'))).data;
  if (!claims) return undefined;
  const clientId = claims.cid ?? claims.client_id;
  return {
    audiences: typeof claims.aud === 'string' ? [labelText(claims.aud, 200)] : words(claims.aud),
    scopes: words(claims.scp ?? claims.scope),
    ...(claims.iss === undefined ? {} : { issuer: labelText(claims.iss, 200) }),
    ...(clientId === undefined ? {} : { clientId: labelText(clientId, 200) }),
    ...(claims.exp === undefined ? {} : { expiresAt: claims.exp * 1000 }),
  };
}

import * as z from 'zod/mini';
import { parsedJson } from '../../json.ts';

const schema = z.object({
  sub: z.optional(z.string()),
  exp: z.optional(z.number()),
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  preferred_username: z.optional(z.string()),
});

/** Claims that name a person (OpenID Connect Core section 5.1), and the expiry in seconds since 1970. */
export type JwtClaims = z.infer<typeof schema>;

/**
 * Claims of a token that came straight from the token endpoint, so that its signature needs no check (OpenID Connect
 * Core section 3.1.3.7). Empty for anything that is no JWT.
 */
export function jwtClaims(token: string): JwtClaims {
  const parts = token.split('.');
  if (parts.length !== 3) return {};
  return schema.safeParse(parsedJson(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'))).data ?? {};
}

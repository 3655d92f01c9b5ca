import * as z from 'zod';
import type { Principal } from './principal.ts';

const claimsSchema = z
  .object({
    sub: z.string().min(1),
    iss: z.string(),
    aud: z.union([z.string(), z.array(z.string())]),
    exp: z.number(),
    iat: z.number().optional(),
    jti: z.string().optional(),
    uid: z.string().optional(),
    /** Okta's names; RFC 9068 has `client_id` and `scope`. */
    cid: z.string().min(1).optional(),
    scp: z.array(z.string()).optional(),
    client_id: z.string().min(1).optional(),
    scope: z.string().optional(),
    /** RFC 9449 section 6.1. A token confirmed in another way must not pass for a bearer token. */
    cnf: z.strictObject({ jkt: z.string().min(1) }).optional(),
    nonce: z.unknown().optional(),
    at_hash: z.unknown().optional(),
    c_hash: z.unknown().optional(),
  })
  .refine(({ nonce, at_hash, c_hash }) => nonce === undefined && at_hash === undefined && c_hash === undefined);

/** The principal of verified claims; undefined where they are not those of an access token, but of an ID token, say. */
export function principalFromClaims(claims: unknown): Principal | undefined {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return undefined;
  const { sub, iss, aud, exp, iat, jti, uid, cid, scp, client_id, scope, cnf } = parsed.data;
  const clientId = cid ?? client_id;
  if (clientId === undefined) return undefined;
  return {
    subject: sub,
    clientId,
    scopes: scp ?? (scope ?? '').split(' ').filter(Boolean),
    issuer: iss,
    audience: aud,
    expiresAt: exp,
    ...(iat !== undefined && { issuedAt: iat }),
    ...(uid !== undefined && { uid }),
    ...(jti !== undefined && { tokenId: jti }),
    ...(cnf !== undefined && { thumbprint: cnf.jkt }),
  };
}

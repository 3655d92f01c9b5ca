import type { AuthInfo } from '@modelcontextprotocol/server';
import * as z from 'zod';

const principalSchema = z.object({
  subject: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  issuer: z.string(),
  audience: z.union([z.string(), z.array(z.string())]),
  /** Seconds since the epoch. */
  expiresAt: z.number(),
  /** Seconds since the epoch. */
  issuedAt: z.optional(z.number()),
  /** Okta's own id of the person. */
  uid: z.optional(z.string()),
  tokenId: z.optional(z.string()),
  /** Of the key that the token is bound to (RFC 9449 section 6.1); absent for a bearer token. */
  thumbprint: z.optional(z.string()),
});
/** Who calls, by the verified claims of the access token. */
export type Principal = z.infer<typeof principalSchema>;

/** What the MCP library carries to handlers: the principal, never the token. */
export function toAuthInfo(principal: Principal): AuthInfo {
  return {
    token: '',
    clientId: principal.clientId,
    scopes: [...principal.scopes],
    expiresAt: principal.expiresAt,
    extra: { principal },
  };
}

/** The principal that {@link toAuthInfo} put there. Throws where there is none, since nothing here runs without one. */
export function principalOf(authInfo: AuthInfo | undefined): Principal {
  return principalSchema.parse(authInfo?.extra?.['principal']);
}

/** Names one subject with one client. */
export function ownerKey(principal: Principal): string {
  return JSON.stringify([principal.subject, principal.clientId]);
}

import * as z from 'zod/mini';

const secret = z.string().check(z.minLength(1));

/**
 * How a client proves itself at a token endpoint: not at all (RFC 6749 section 2.1, public), by a secret (section
 * 2.3.1), or by a JWT signed with its private key (RFC 7523). A secret, all of it: kept in the secret store only.
 */
export const clientAuthenticationSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('none') }),
  z.object({ method: z.enum(['client_secret_basic', 'client_secret_post']), secret }),
  z.object({
    method: z.literal('private_key_jwt'),
    /** PKCS #8 as PEM, or a JWK as JSON text. */
    privateKey: secret,
    /** Signature algorithm (RFC 7518 section 3.1), such as `RS256`. */
    algorithm: secret,
    keyId: z.exactOptional(secret),
  }),
]);

/** See {@link clientAuthenticationSchema}. */
export type ClientAuthentication = z.infer<typeof clientAuthenticationSchema>;

/** Public client: PKCE stands in for a secret. */
export const PUBLIC_CLIENT: ClientAuthentication = { method: 'none' };

/** A client of an issuer, with all that it needs to ask for tokens there. */
export interface OAuthClient {
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  /** Private key, a JWK as JSON text, that tokens are bound to (RFC 9449); absent where they are bearer tokens. */
  readonly dpopKey?: string;
}

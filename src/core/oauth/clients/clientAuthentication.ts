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
    /** PKCS #8 as PEM. */
    privateKey: secret,
    /** Signature algorithm (RFC 7518 section 3.1), such as `RS256`. */
    algorithm: secret,
    keyId: z.exactOptional(secret),
    /** What the issuer wants as `aud` of the JWT; guessed by `assertionAudience` where absent. */
    audience: z.exactOptional(z.enum(['issuer', 'endpoint'])),
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

/**
 * A secret by the method that the issuer offers: in the header unless only the form is offered (RFC 8414 section 2 makes
 * the header the default). Other ways to authenticate stay as they are.
 * @param offered `token_endpoint_auth_methods_supported`
 */
export function fittingMethod(
  authentication: ClientAuthentication,
  offered: readonly string[] = ['client_secret_basic'],
): ClientAuthentication {
  if (!('secret' in authentication)) return authentication;
  const inForm = !offered.includes('client_secret_basic') && offered.includes('client_secret_post');
  return { ...authentication, method: inForm ? 'client_secret_post' : 'client_secret_basic' };
}

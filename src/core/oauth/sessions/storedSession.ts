import * as z from 'zod/mini';
import { parsedJson } from '../../json.ts';
import { clientAuthenticationSchema } from '../clients/clientAuthentication.ts';
import { SEAL_KEY_BYTES } from './sealed.ts';

const tokensSchema = z.object({
  accessToken: z.string().check(z.minLength(1)),
  refreshToken: z.exactOptional(z.string()),
  idToken: z.exactOptional(z.string()),
  expiresAt: z.number(),
  scopes: z.readonly(z.array(z.string())),
});

const generationSchema = z.object({
  /** Counts the refreshes since the sign-in. */
  number: z.number().check(z.int(), z.nonnegative()),
  tokens: tokensSchema,
  /** Milliseconds since 1970. */
  obtainedAt: z.number(),
});

/** The tokens of a session between two refreshes. */
export type Generation = z.infer<typeof generationSchema>;

const endpointsSchema = z.object({
  issuer: z.string(),
  token_endpoint: z.url(),
  revocation_endpoint: z.exactOptional(z.url()),
  end_session_endpoint: z.exactOptional(z.url()),
  id_token_signing_alg_values_supported: z.exactOptional(z.array(z.string())),
  token_endpoint_auth_methods_supported: z.exactOptional(z.array(z.string())),
});

const renewalSchema = z.discriminatedUnion('kind', [
  /** Asked for anew with the client's own credentials (RFC 6749 section 4.4). */
  z.object({ kind: z.literal('clientCredentials') }),
  /** The refresh token is the identity provider's, whose ID token is exchanged (ID-JAG). */
  z.object({
    kind: z.literal('assertion'),
    clientId: z.string(),
    endpoints: endpointsSchema,
    /** Absent for a public client. */
    authentication: z.exactOptional(clientAuthenticationSchema),
    /** Private key, a JWK as JSON text, that the provider's tokens are bound to. */
    dpopKey: z.exactOptional(z.string()),
  }),
]);

/** How new tokens are had where no refresh token of the issuer gives them. */
export type Renewal = z.infer<typeof renewalSchema>;

const storedSessionSchema = z.object({
  version: z.literal(1),
  session: z.object({
    id: z.string().check(z.regex(/^[\w-]{16,64}$/)),
    serverId: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    account: z.object({ id: z.string(), label: z.string() }),
    scopes: z.readonly(z.array(z.string())),
    resource: z.exactOptional(z.string()),
  }),
  serverName: z.string(),
  endpoints: endpointsSchema,
  /** Absent for a public client. */
  authentication: z.exactOptional(clientAuthenticationSchema),
  /** Whether the client registered itself, so that its issuer may forget it. */
  registered: z.exactOptional(z.literal(true)),
  /** Absent where a refresh token renews it. */
  renewal: z.exactOptional(renewalSchema),
  /** Private key, a JWK as JSON text, that the tokens are bound to (RFC 9449). */
  dpopKey: z.exactOptional(z.string()),
  /** Seals the generations in the session's folder; base64url. */
  sealKey: z.string().check(z.refine((key) => Buffer.from(key, 'base64url').length === SEAL_KEY_BYTES)),
  generation: generationSchema,
});

/** A session as the secret store holds it. */
export type StoredSession = z.infer<typeof storedSessionSchema>;

/** A session from the secret store; absent for anything else than one. */
export function parseStoredSession(text: string): StoredSession | undefined {
  return storedSessionSchema.safeParse(parsedJson(text)).data;
}

/** A generation from a session's folder; absent for anything else than one. */
export function parseGeneration(text: string): Generation | undefined {
  return generationSchema.safeParse(parsedJson(text)).data;
}

import * as z from 'zod/mini';
import { parsedJson } from '../json.ts';
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
  endpoints: z.object({
    issuer: z.string(),
    token_endpoint: z.url(),
    revocation_endpoint: z.exactOptional(z.url()),
    id_token_signing_alg_values_supported: z.exactOptional(z.array(z.string())),
  }),
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

import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { isAppError } from '../errors.ts';
import { parsedJson } from '../json.ts';
import { clientAuthenticationSchema } from './clientAuthentication.ts';
import type { SecretStore } from './session.ts';

const clientSchema = z.object({
  clientId: z.string().check(z.minLength(1)),
  authentication: clientAuthenticationSchema,
  /** The redirect URIs that the client was registered for, and those of them that the issuer took. */
  askedRedirectUris: z.readonly(z.array(z.string())),
  redirectUris: z.readonly(z.array(z.string())),
  /** When its secret ends, in milliseconds since 1970; absent where it does not. */
  expiresAt: z.exactOptional(z.number()),
});

/** A client that an issuer registered (RFC 7591 section 3.2.1). */
export type RegisteredClient = z.infer<typeof clientSchema>;

const recordSchema = z.object({ version: z.literal(1), client: clientSchema });

function keyOf(issuer: string): string {
  return `registration.${createHash('sha256').update(issuer).digest('base64url')}`;
}

/** What an issuer answers to a client that it does not know, or did not register for what is asked now. */
const OUTDATED = ['invalid_client', 'unauthorized_client', 'invalid_scope'];

/**
 * Whether a sign-in that failed with `error` may have done so since its issuer has lost the registered client, as one
 * that keeps them in memory does at each start, or since the client may not do what is asked now. A login page then
 * shows an error and nothing ever comes back, so that a wait without end, or one that the person gave up, counts too.
 */
export function mayHaveLostClient(error: unknown): boolean {
  if (isAppError(error, 'cancelled', 'authorization_expired')) return true;
  const refused = isAppError(error, 'token_request_failed', 'authorization_denied');
  return refused && OUTDATED.includes(error.args['error'] ?? '');
}

/**
 * The clients that issuers registered, kept in the secret store by issuer: what one issuer gave is never used at
 * another.
 */
export class Registrations {
  readonly #secrets: Pick<SecretStore, 'get' | 'store' | 'delete'>;
  readonly #now: () => number;

  constructor(secrets: Pick<SecretStore, 'get' | 'store' | 'delete'>, now: () => number) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** The client for these redirect URIs; absent where it was registered for others, or its secret has ended. */
  async get(issuer: string, redirectUris: readonly string[]): Promise<RegisteredClient | undefined> {
    const record = recordSchema.safeParse(parsedJson((await this.#secrets.get(keyOf(issuer))) ?? '')).data;
    if (!record) return undefined;
    const { client } = record;
    if (client.expiresAt !== undefined && client.expiresAt <= this.#now()) return undefined;
    return redirectUris.every((uri) => client.askedRedirectUris.includes(uri)) ? client : undefined;
  }

  async keep(issuer: string, client: RegisteredClient): Promise<void> {
    await this.#secrets.store(keyOf(issuer), JSON.stringify({ version: 1, client }));
  }

  /** For an issuer that {@link mayHaveLostClient}: the next sign-in registers anew. */
  async forget(issuer: string): Promise<void> {
    await this.#secrets.delete(keyOf(issuer));
  }
}

import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { isAppError } from '../../errors.ts';
import { parsedJson } from '../../json.ts';
import { clientAuthenticationSchema } from './clientAuthentication.ts';
import type { SecretStore, Session } from '../sessions/session.ts';

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

async function registeredClient(
  secrets: Pick<SecretStore, 'get'>,
  issuer: string,
): Promise<RegisteredClient | undefined> {
  return recordSchema.safeParse(parsedJson((await secrets.get(keyOf(issuer))) ?? '')).data?.client;
}

/** Forgets a client that its issuer lost; one that was registered since stays. */
export async function forgetLostClient(
  secrets: Pick<SecretStore, 'get' | 'delete'>,
  { issuer, clientId }: Pick<Session, 'issuer' | 'clientId'>,
): Promise<void> {
  const client = await registeredClient(secrets, issuer);
  if (client?.clientId === clientId) await secrets.delete(keyOf(issuer));
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
    const client = await registeredClient(this.#secrets, issuer);
    if (!client) return undefined;
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

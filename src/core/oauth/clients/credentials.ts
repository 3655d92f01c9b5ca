import { createHash } from 'node:crypto';
import { parsedJson } from '../../json.ts';
import { clientAuthenticationSchema } from './clientAuthentication.ts';
import type { ClientAuthentication } from './clientAuthentication.ts';
import type { SecretStore } from '../sessions/session.ts';

/** Hex digits, so that the store's listing tells nothing. */
function keyOf(issuer: string, clientId: string): string {
  const hash = createHash('sha256').update(JSON.stringify([issuer, clientId]));
  return `credential.${hash.digest('hex').slice(0, 32)}`;
}

/** The secrets and keys of clients, in the secret store alone: one for each issuer and client id. */
export class Credentials {
  readonly #secrets: SecretStore;

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  /** The kept credential; absent where none is, or what is kept cannot be read. */
  async get(issuer: string, clientId: string): Promise<ClientAuthentication | undefined> {
    const text = await this.#secrets.get(keyOf(issuer, clientId));
    return text === undefined ? undefined : clientAuthenticationSchema.safeParse(parsedJson(text)).data;
  }

  /** Keeps a credential in the place of an older one. */
  async keep(issuer: string, clientId: string, credential: ClientAuthentication): Promise<void> {
    await this.#secrets.store(keyOf(issuer, clientId), JSON.stringify(credential));
  }

  async forget(issuer: string, clientId: string): Promise<void> {
    await this.#secrets.delete(keyOf(issuer, clientId));
  }
}

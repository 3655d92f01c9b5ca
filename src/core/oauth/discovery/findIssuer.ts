import { AppError, isAppError } from '../../errors.ts';
import type { ServerEntry } from '../../serverEntry.ts';
import { chosenIssuer } from './chooseIssuer.ts';
import type { Guard } from './guardedFetch.ts';
import { issuerMetadata, issuerNamedAtOrigin } from './issuerMetadata.ts';
import type { IssuerMetadata, Subject } from './issuerMetadata.ts';
import { assumedMetadata } from './olderServer.ts';
import type { ProtectedResource } from './protectedResource.ts';

/** An issuer that answered for itself. */
export interface FoundIssuer {
  readonly issuer: string;
  readonly metadata: IssuerMetadata;
}

/** What is known of a server when its issuer is looked for. */
export interface IssuerSearch {
  readonly resource?: ProtectedResource | undefined;
  /** Picks one of several issuers; the first unless told. @throws AppError `cancelled` */
  readonly choose?: ((issuers: readonly string[]) => Promise<string>) | undefined;
}

async function metadataOf(guard: Guard, spellings: readonly string[], subject: Subject): Promise<FoundIssuer> {
  let failure: AppError | undefined;
  for (const issuer of spellings) {
    try {
      return { issuer, metadata: await issuerMetadata(guard, issuer, subject) };
    } catch (error) {
      if (!isAppError(error, 'issuer_slash')) throw error;
      failure ??= error;
    }
  }
  throw failure ?? new AppError('issuer_missing');
}

/**
 * Finds a server's issuer and its metadata: named by the protected resource metadata, else in the settings, else at the
 * server's own origin; a server that is protected and tells nothing at all is its own issuer (MCP 2025-03-26).
 * @throws AppError `issuer_missing`, and as `chosenIssuer` and `issuerMetadata`
 */
export async function findIssuer(guard: Guard, server: ServerEntry, search: IssuerSearch): Promise<FoundIssuer> {
  const { allowPrivate } = guard;
  const { resource, choose } = search;
  // Where an identity provider manages the access, nobody sees the login page of the server's own issuer.
  const subject = server.signIn === 'clientCredentials' || server.identityProvider ? 'machine' : 'person';
  const named = resource?.authorization_servers ?? [];
  const spellings = await chosenIssuer(server, named, { allowPrivate, ...(choose ? { choose } : {}) });
  if (spellings.length > 0) return metadataOf(guard, spellings, subject);
  const atOrigin = await issuerNamedAtOrigin(guard, server.url);
  if (atOrigin !== undefined) return metadataOf(guard, [atOrigin], subject);
  const assumed = resource ? undefined : await assumedMetadata(guard, server.url);
  if (!assumed) throw new AppError('issuer_missing', { url: server.url });
  return { issuer: assumed.issuer, metadata: assumed };
}

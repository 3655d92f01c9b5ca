import { isAppError } from '../errors.ts';
import { callbackPath } from '../oauth/callbacks/callbackPath.ts';
import type { Guard } from '../oauth/discovery/guardedFetch.ts';
import { obtainClient } from '../oauth/clients/obtainClient.ts';
import type { ClientQuestion, ClientSources } from '../oauth/clients/obtainClient.ts';
import { isOktaIssuer } from '../oauth/discovery/oktaIssuer.ts';

/** The client that a sign-in would use, as far as there is one without registering. */
export type KnownClient =
  | { readonly kind: 'known'; readonly clientId: string; readonly callbackPath: string }
  /** A sign-in would register one. */
  | { readonly kind: 'unregistered' }
  | { readonly kind: 'missing' };

/** Finds the client as `obtainClient` does, and registers none. @throws AppError `client_document_unsupported` */
export async function knownClient(
  guard: Guard,
  question: ClientQuestion,
  { registrations, redirectUris, ...sources }: ClientSources,
): Promise<KnownClient> {
  const { issuer, metadata } = question;
  try {
    const { clientId, callbackPath: path } = await obtainClient(guard, question, sources);
    return { kind: 'known', clientId, callbackPath: path };
  } catch (error) {
    if (!isAppError(error, 'client_id_required')) throw error;
  }
  const endpoint = metadata.registration_endpoint;
  if (endpoint === undefined || isOktaIssuer(issuer, metadata)) return { kind: 'missing' };
  const path = callbackPath(issuer, { bare: metadata.authorization_response_iss_parameter_supported === true });
  const kept = await registrations?.get(issuer, redirectUris?.(path) ?? []);
  if (!kept) return { kind: 'unregistered' };
  return { kind: 'known', clientId: kept.clientId, callbackPath: path };
}

import { AppError } from '../../errors.ts';
import type { ServerEntry } from '../../serverEntry.ts';
import { callbackPath } from '../callbacks/callbackPath.ts';
import { fittingMethod, PUBLIC_CLIENT } from './clientAuthentication.ts';
import type { ClientAuthentication } from './clientAuthentication.ts';
import type { Credentials } from './credentials.ts';
import { isDocumentAddress } from './documentAddress.ts';
import type { Guard } from '../discovery/guardedFetch.ts';
import type { IssuerMetadata } from '../discovery/issuerMetadata.ts';
import { withoutSlash } from '../discovery/issuerSpelling.ts';
import { isOktaIssuer } from '../discovery/oktaIssuer.ts';
import { registerClient } from './registerClient.ts';
import type { RegisteredClient, Registrations } from './registrations.ts';

/** Where a client id comes from: settings, the address of the extension's metadata document, or registration. */
export type ClientOrigin = 'configured' | 'metadataDocument' | 'registered';

/** How a client id is come by where none is configured. */
export interface ClientSources {
  /** The issuer whose answers come back on the bare path: the first configured one. That of this plan unless told. */
  readonly bareIssuer?: string;
  /** Secrets and keys of configured clients; one without is public. */
  readonly credentials?: Pick<Credentials, 'get'>;
  /** Address of the extension's client id metadata document. */
  readonly clientMetadataUrl?: string;
  /** Clients registered before. Without them, or without `redirectUris`, none is registered. */
  readonly registrations?: Pick<Registrations, 'get' | 'keep'>;
  /** All redirect URIs that a sign-in with this callback path may use. */
  readonly redirectUris?: (callbackPath: string) => readonly string[];
}

/** The client to sign in with. */
export interface ObtainedClient {
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  readonly origin: ClientOrigin;
  readonly callbackPath: string;
  /** Those that the client may use; absent where only the issuer knows. */
  readonly redirectUris?: readonly string[];
}

/** How the client of a sign-in is come by, before anything was done for it. */
export interface ProposedClient extends Pick<ObtainedClient, 'origin' | 'callbackPath'> {
  /** Absent where the client has yet to be registered. */
  readonly clientId?: string;
  /** Registers the client where that is called for: only once the person agreed to the sign-in. */
  readonly settle: () => Promise<ObtainedClient>;
}

/** What {@link proposeClient} goes by. */
export interface ClientQuestion {
  readonly server: ServerEntry;
  readonly issuer: string;
  readonly metadata: IssuerMetadata;
  /** Scopes that a registered client may ask for. */
  readonly scopes: readonly string[];
}

async function configuredAuthentication(
  clientId: string,
  { issuer, metadata }: ClientQuestion,
  { credentials }: ClientSources,
): Promise<ClientAuthentication> {
  const credential = await credentials?.get(issuer, clientId);
  return credential ? fittingMethod(credential, metadata.token_endpoint_auth_methods_supported) : PUBLIC_CLIENT;
}

function known(client: ObtainedClient): ProposedClient {
  const { clientId, origin, callbackPath: path } = client;
  return { clientId, origin, callbackPath: path, settle: () => Promise.resolve(client) };
}

async function registered(
  guard: Guard,
  { issuer, metadata, scopes }: ClientQuestion,
  path: string,
  { registrations, redirectUris }: ClientSources,
): Promise<ProposedClient> {
  const { registration_endpoint: endpoint } = metadata;
  const required = new AppError('client_id_required', { issuer });
  if (endpoint === undefined || !registrations || !redirectUris || isOktaIssuer(issuer, metadata)) throw required;
  const uris = redirectUris(path);
  const obtained = ({ clientId, authentication, redirectUris: allowed }: RegisteredClient): ObtainedClient => {
    const usable = uris.filter((uri) => allowed.includes(uri));
    return { clientId, authentication, origin: 'registered', callbackPath: path, redirectUris: usable };
  };
  const kept = await registrations.get(issuer, uris);
  if (kept) return known(obtained(kept));
  const settle = async (): Promise<ObtainedClient> => {
    const client = await registerClient(guard, { issuer, metadata, redirectUris: uris, scopes });
    if (!client) throw required;
    await registrations.keep(issuer, client);
    guard.effects.log.info(`Registered as a client at ${new URL(issuer).host}`);
    return obtained(client);
  };
  return { origin: 'registered', callbackPath: path, settle };
}

/**
 * The client of a sign-in, in MCP's order: the configured one; the extension's metadata document; one registered
 * before or to be registered, which is never tried at an Okta issuer. A metadata document makes one client id known to
 * all issuers, so it is used only with those that send `iss` (RFC 9207). An issuer that registers clients gives any
 * client id it likes, another issuer's too: its answers have a callback path of their own unless they carry `iss`.
 * @throws AppError `client_id_required`, `client_document_unsupported`; and when settled as `registerClient`
 */
export async function proposeClient(
  guard: Guard,
  question: ClientQuestion,
  sources: ClientSources,
): Promise<ProposedClient> {
  const { server, issuer, metadata } = question;
  const { bareIssuer = issuer, clientMetadataUrl } = sources;
  const sendsIss = metadata.authorization_response_iss_parameter_supported === true;
  const takesDocuments = sendsIss && metadata.client_id_metadata_document_supported === true;
  if (server.clientId !== undefined) {
    const isDocument = isDocumentAddress(server.clientId);
    if (isDocument && !takesDocuments) {
      throw new AppError('client_document_unsupported', { issuer, clientId: server.clientId });
    }
    // A document lists the bare path only; `iss` tells its issuers' answers apart.
    const path = callbackPath(issuer, { bare: isDocument || withoutSlash(bareIssuer) === withoutSlash(issuer) });
    const authentication = await configuredAuthentication(server.clientId, question, sources);
    return known({ clientId: server.clientId, authentication, origin: 'configured', callbackPath: path });
  }
  const path = callbackPath(issuer, { bare: sendsIss });
  // A machine's client is set up by somebody.
  if (server.signIn === 'clientCredentials') throw new AppError('client_id_required', { issuer });
  if (takesDocuments && clientMetadataUrl !== undefined && isDocumentAddress(clientMetadataUrl)) {
    const document = { clientId: clientMetadataUrl, authentication: PUBLIC_CLIENT };
    return known({ ...document, origin: 'metadataDocument', callbackPath: path });
  }
  return registered(guard, question, path, sources);
}

/** The client that {@link proposeClient} proposes, settled at once. @throws AppError as both */
export async function obtainClient(
  guard: Guard,
  question: ClientQuestion,
  sources: ClientSources,
): Promise<ObtainedClient> {
  return (await proposeClient(guard, question, sources)).settle();
}

import { createHash } from 'node:crypto';

/** An issuer whose ID token is exchanged for access elsewhere, and the client to sign in there with. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
}

/** How to sign in to a server; `auto` offers what fits the place where the extension runs. */
export type SignInSetting = 'auto' | 'uri' | 'loopback' | 'device' | 'clientCredentials';

/** One entry of the setting `incidentDesk.servers`, already checked. */
export interface ServerEntry {
  readonly name: string;
  /** Canonical address of the MCP endpoint (RFC 8707 section 2: no fragment). */
  readonly url: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly scopes?: readonly string[];
  readonly signIn: SignInSetting;
  /** Whether `resource` (RFC 8707) is sent to the issuer; `auto` sends it until the issuer refuses. */
  readonly resource: 'auto' | 'send' | 'omit';
  /** Address of a relay page that forwards the callback to a browser-hosted editor. */
  readonly relay?: string;
  /** The company's own issuer, where it manages access to the server (MCP enterprise-managed authorization). */
  readonly identityProvider?: IdentityProvider;
}

/** A {@link ServerEntry} as a person writes it: what has a default may be left out. */
export type NewServerEntry = Omit<ServerEntry, 'resource' | 'signIn'> & Partial<ServerEntry>;

/** {@link ServerEntry} with its defaults filled in. */
export function serverEntry(entry: NewServerEntry): ServerEntry {
  return { resource: 'auto', signIn: 'auto', ...entry };
}

/**
 * The id that ties sessions to an entry: 16 hex digits over all that says who signs in where, as configured, so that a
 * changed entry never finds the sessions of the old one.
 */
export function serverId(
  entry: Pick<ServerEntry, 'url' | 'issuer' | 'clientId' | 'identityProvider'> & { readonly signIn?: SignInSetting },
): string {
  const { url, issuer = '', clientId = '', identityProvider } = entry;
  const provider = identityProvider ? [identityProvider.issuer, identityProvider.clientId] : [];
  const machine = entry.signIn === 'clientCredentials' ? ['machine'] : [];
  const identity = JSON.stringify([url, issuer, clientId, ...provider, ...machine]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

import { createHash } from 'node:crypto';

/** One entry of the setting `incidentDesk.servers`, already checked. */
export interface ServerEntry {
  readonly name: string;
  /** Canonical address of the MCP endpoint (RFC 8707 section 2: no fragment). */
  readonly url: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly scopes?: readonly string[];
  /** Whether `resource` (RFC 8707) is sent to the issuer; `auto` sends it until the issuer refuses. */
  readonly resource: 'auto' | 'send' | 'omit';
  /** Address of a relay page that forwards the callback to a browser-hosted editor. */
  readonly relay?: string;
}

/**
 * The id that ties sessions to an entry: 16 hex digits over address, issuer and client id as configured, so that a
 * changed entry never finds the sessions of the old one.
 */
export function serverId(entry: Pick<ServerEntry, 'url' | 'issuer' | 'clientId'>): string {
  const identity = JSON.stringify([entry.url, entry.issuer ?? '', entry.clientId ?? '']);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

import type { Client, PriorDiscovery } from '@modelcontextprotocol/client';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from './connection.ts';
import type { Sdk } from './failure.ts';

/**
 * What is known of a server from an earlier connection, so that the next one need not ask: that it speaks the protocol
 * with sessions, or its own `server/discover` answer (MCP 2026-07-28). Good for the account that it came with only.
 */
export type Handshake = { readonly kind: 'legacy' } | { readonly kind: 'modern'; readonly discover: JsonObject };

/** The handshake that a connected client made. */
export function handshakeOf(client: Client): Handshake {
  const discover: unknown = client.getDiscoverResult();
  return isJsonObject(discover) ? { kind: 'modern', discover } : { kind: 'legacy' };
}

/** As the client library takes it; undefined for one that it would refuse. */
export function priorDiscovery(sdk: Sdk, handshake: Handshake | undefined): PriorDiscovery | undefined {
  if (handshake?.kind !== 'modern') return handshake;
  const { discover } = handshake;
  return sdk.isSpecType.DiscoverResult(discover) ? { kind: 'modern', discover } : undefined;
}

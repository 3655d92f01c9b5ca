import { isDeepStrictEqual } from 'node:util';
import type { Client, PriorDiscovery } from '@modelcontextprotocol/client';
import { isJsonObject } from '../json.ts';
import { labelText } from '../shownText.ts';
import type { JsonObject } from './connection.ts';
import type { Sdk } from './failure.ts';

/**
 * What is known of a server from an earlier connection, so that the next one need not ask: that it speaks the protocol
 * with sessions, or its own `server/discover` answer (MCP 2026-07-28). Good for the account that it came with only.
 */
export type Handshake =
  /** `server` is what it calls itself, with its version: another one may speak the newer protocol. */
  { readonly kind: 'legacy'; readonly server?: string } | { readonly kind: 'modern'; readonly discover: JsonObject };

/** What an answer says of itself, not of the server. */
const OF_THE_ANSWER = ['resultType', 'ttlMs', 'cacheScope'];
const NAME_LENGTH = 100;

/** The handshake that a connected client made. */
export function handshakeOf(client: Client): Handshake {
  const discover: unknown = client.getDiscoverResult();
  if (isJsonObject(discover)) return { kind: 'modern', discover };
  const { name = '', version = '' } = client.getServerVersion() ?? {};
  const words = [name, version, client.getNegotiatedProtocolVersion() ?? ''];
  return { kind: 'legacy', server: words.map((word) => labelText(word, NAME_LENGTH)).join(' ') };
}

/** Whether two handshakes tell the same of a server. */
export function isSameHandshake(one: Handshake, other: Handshake): boolean {
  return isDeepStrictEqual(toldBy(one), toldBy(other));
}

function toldBy(handshake: Handshake): unknown {
  if (handshake.kind === 'legacy') return handshake.server;
  return Object.fromEntries(Object.entries(handshake.discover).filter(([key]) => !OF_THE_ANSWER.includes(key)));
}

/** As the client library takes it; undefined for one that it would refuse. */
export function priorDiscovery(sdk: Sdk, handshake: Handshake | undefined): PriorDiscovery | undefined {
  if (!handshake) return undefined;
  if (handshake.kind === 'legacy') return { kind: 'legacy' };
  const { discover } = handshake;
  return sdk.isSpecType.DiscoverResult(discover) ? { kind: 'modern', discover } : undefined;
}

import { connectToServer } from '../../../src/core/mcp/connect.ts';
import type { ConnectOptions } from '../../../src/core/mcp/connect.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import type { Effects } from '../../../src/core/effects.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { TIME_LIMITS } from '../../../src/core/mcp/openLink.ts';
import { steeredTokens } from './tokenSource.ts';

/** An entry of the settings for a server at `url`. */
export function entryFor(url: string): ServerEntry {
  return { name: 'Test', url, resource: 'auto', signIn: 'auto' };
}

/** The real network and clock, and a log that keeps what it is told. */
export function realEffects(lines: string[] = []): Effects {
  const keep = (line: string): void => void lines.push(line);
  return { fetch, now: Date.now, log: { trace: keep, debug: keep, info: keep, warn: keep, error: keep } };
}

/** Limits for a test of a server that never answers its handshake. */
export const IMPATIENT_TO_CONNECT = { ...TIME_LIMITS, connect: 1000 };

/** Limits for a test of a server that never answers a call. */
export const IMPATIENT_TO_CALL = { ...TIME_LIMITS, call: 1000, callInTotal: 1000 };

/** Connects with the token `good` unless told otherwise. */
export function connectTo(
  url: string,
  options: Partial<ConnectOptions> = {},
  signal?: AbortSignal,
): Promise<McpConnection> {
  const tokens = steeredTokens('good');
  const all = { entry: entryFor(url), tokens, effects: realEffects(), clientVersion: '1.2.3', ...options };
  return connectToServer(all, signal ? { signal } : {});
}

/** The protocol's revisions of either era. */
export const ERAS = ['2025-11-25', '2026-07-28'] as const;

/** Connects by the protocol of one era, to a server that speaks both. */
export function connectAs(
  era: (typeof ERAS)[number],
  url: string,
  options: Partial<ConnectOptions> = {},
): Promise<McpConnection> {
  const known = era === '2025-11-25' ? { known: { handshake: { kind: 'legacy' as const }, tools: [] } } : {};
  const tokens = steeredTokens('good');
  const all = { entry: entryFor(url), tokens, effects: realEffects(), clientVersion: '1.2.3', ...options };
  return connectToServer(all, known);
}

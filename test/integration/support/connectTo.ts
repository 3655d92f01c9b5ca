import { connectToServer } from '../../../src/core/mcp/connect.ts';
import type { ConnectOptions } from '../../../src/core/mcp/connect.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import type { Effects } from '../../../src/core/effects.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { steeredTokens } from './tokenSource.ts';

/** An entry of the settings for a server at `url`. */
export function entryFor(url: string): ServerEntry {
  return { name: 'Test', url, resource: 'auto' };
}

/** The real network and clock, and a log that keeps what it is told. */
export function realEffects(lines: string[] = []): Effects {
  const keep = (line: string): void => void lines.push(line);
  return { fetch, now: Date.now, log: { trace: keep, debug: keep, info: keep, warn: keep, error: keep } };
}

/** Limits short enough for a test that waits for them. */
export const SHORT_LIMITS = { connect: 300, call: 300, callInTotal: 2000, close: 300 };

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

import {
  createMcpHandler,
  InMemoryServerEventBus,
  isLegacyRequest,
  type McpHandlerRequestOptions,
  type McpServer,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import { principalOf } from '../auth/principal.ts';
import { CLOCK_TOLERANCE } from '../auth/verifyAccessToken.ts';
import { boundStream, isEventStream } from './boundStream.ts';
import { type LegacyServer, LegacySessions } from './legacySessions.ts';

/** What serves `/mcp`, whoever asks having been checked. */
export interface McpEndpoint {
  fetch(request: Request, options?: McpHandlerRequestOptions): Promise<Response>;
  /** Takes the changes of which clients are told. */
  readonly bus: ServerEventBus;
  close(): Promise<void>;
}

/** Serves both protocol eras: 2026-07-28 one request at a time, 2025 in sessions. Streams end with their token. */
export function createMcpEndpoint(options: {
  createServer: () => McpServer;
  createLegacyServer: (bus: ServerEventBus) => LegacyServer;
  now: () => number;
  onError: (error: Error) => void;
}): McpEndpoint {
  const { now, onError } = options;
  const bus = new InMemoryServerEventBus(onError);
  const modern = createMcpHandler(options.createServer, { legacy: 'reject', bus, onerror: onError });
  const sessions = new LegacySessions({ createServer: options.createLegacyServer, bus, now, onError });
  return {
    bus,
    async fetch(request, given = {}) {
      const isLegacy = await isLegacyRequest(request, given.parsedBody);
      const response = await (isLegacy ? sessions.fetch(request, given) : modern.fetch(request, given));
      if (!isEventStream(response)) return response;
      return boundStream(response, {
        endsAfter: (principalOf(given.authInfo).expiresAt + CLOCK_TOLERANCE) * 1000 - now(),
        signal: request.signal,
        onEnd: isLegacy ? sessions.holdOpen(request, response) : () => undefined,
      });
    },
    async close() {
      await Promise.all([modern.close(), sessions.close()]);
    },
  };
}

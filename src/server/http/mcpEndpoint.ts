import { setMaxListeners } from 'node:events';
import {
  createMcpHandler,
  InMemoryServerEventBus,
  isLegacyRequest,
  type McpHandlerRequestOptions,
  type McpServer,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { principalOf } from '../auth/principal.ts';
import { CLOCK_TOLERANCE } from '../auth/verifyAccessToken.ts';
import { boundStream, isEventStream } from './boundStream.ts';
import { type LegacyServer, LegacySessions } from './legacySessions.ts';

/** What serves `/mcp`, whoever asks having been checked. */
export interface McpEndpoint {
  fetch(request: Request, options?: McpHandlerRequestOptions): Promise<Response>;
  /** Takes the changes of which clients are told. */
  readonly bus: ServerEventBus;
  /** How many 2025-era sessions are open. */
  readonly sessionCount: () => number;
  /** How many streams are open. */
  readonly streamCount: () => number;
  /** Ends the streams on which clients only listen; calls go on. */
  endStreams(): void;
  close(): Promise<void>;
}

const listenSchema = z.object({ method: z.literal('subscriptions/listen') });

/** Whether a stream answers nobody's call, but goes on until somebody ends it. */
function isListening(request: Request, body: unknown): boolean {
  return request.method === 'GET' || listenSchema.safeParse(body).success;
}

/** Serves both protocol eras: 2026-07-28 one request at a time, 2025 in sessions. Streams end with their token. */
export function createMcpEndpoint(options: {
  createServer: () => McpServer;
  createLegacyServer: (bus: ServerEventBus) => LegacyServer;
  now: () => number;
  onError: (error: Error) => void;
  /** How many 2025-era sessions may be open at once. */
  maxSessions?: number | undefined;
}): McpEndpoint {
  const { now, onError, maxSessions } = options;
  const bus = new InMemoryServerEventBus(onError);
  const modern = createMcpHandler(options.createServer, { legacy: 'reject', bus, onerror: onError });
  const sessions = new LegacySessions({ createServer: options.createLegacyServer, bus, now, onError, maxSessions });
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  let streams = 0;
  return {
    bus,
    sessionCount: () => sessions.size,
    streamCount: () => streams,
    endStreams: () => ending.abort(),
    async fetch(request, given = {}) {
      const isLegacy = await isLegacyRequest(request, given.parsedBody);
      const response = await (isLegacy ? sessions.fetch(request, given) : modern.fetch(request, given));
      if (!isEventStream(response)) return response;
      const release = isLegacy ? sessions.holdOpen(request, response) : () => undefined;
      streams += 1;
      return boundStream(response, {
        endsAfter: (principalOf(given.authInfo).expiresAt + CLOCK_TOLERANCE) * 1000 - now(),
        signal: isListening(request, given.parsedBody)
          ? AbortSignal.any([request.signal, ending.signal])
          : request.signal,
        onEnd: () => {
          streams -= 1;
          release();
        },
      });
    },
    async close() {
      await Promise.all([modern.close(), sessions.close()]);
    },
  };
}

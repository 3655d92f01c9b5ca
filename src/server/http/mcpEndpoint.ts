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
import { ownerKey, principalOf } from '../auth/principal.ts';
import { CLOCK_TOLERANCE } from '../auth/verifyAccessToken.ts';
import { boundStream, isEventStream } from './boundStream.ts';
import { type SessionStore, SUBSCRIPTIONS_PER_SESSION } from '../store/sessionStore.ts';
import type { LegacySessionParts } from './legacySession.ts';
import { LegacySessions } from './legacySessions.ts';
import { askedResources, ListeningBus } from './listeningBus.ts';
import { errorAnswer, putOff } from './sessionAnswers.ts';

/** What serves `/mcp`, whoever asks having been checked. */
export interface McpEndpoint {
  /** `cutOff` ends the connection of a client that does not read. */
  fetch(request: Request, options?: McpHandlerRequestOptions, cutOff?: () => void): Promise<Response>;
  /** Takes the changes of which clients of the 2026 era are told. */
  readonly bus: ServerEventBus;
  /** Tells those clients that any resource that they are subscribed to may have changed. */
  lookAgain(): void;
  /** The same for sessions of the 2025 era: changes in the order in which they were committed. */
  readonly legacyBus: ServerEventBus;
  /** How many 2025-era sessions this process has taken up. */
  readonly sessionCount: () => number;
  /** How many streams are open. */
  readonly streamCount: () => number;
  /** Ends the streams on which clients only listen; calls go on. */
  endStreams(): void;
  close(): Promise<void>;
}

/** How many clients may listen at once unless told, as many as may have a session of the 2025 era. */
const LISTENING = 10_000;
/** One subject and client may listen on this many streams of the 2026 era; of the 2025 era each session has one. */
const LISTENING_PER_OWNER = 100;
const listenSchema = z.object({ method: z.literal('subscriptions/listen') });

/** Whether a stream answers nobody's call, but goes on until somebody ends it. */
function isListening(request: Request, body: unknown): boolean {
  return request.method === 'GET' || listenSchema.safeParse(body).success;
}

function tooManyStreams(): Response {
  const message = `At most ${LISTENING_PER_OWNER} streams of one person and client are open at once.`;
  return putOff(message, 429);
}

function tooManyResources(): Response {
  return errorAnswer(400, -32602, `A stream is for ${SUBSCRIPTIONS_PER_SESSION} resources at most.`);
}

/** Counts what each owner has open. */
class OpenStreams {
  readonly #counts = new Map<string, number>();
  total = 0;

  of(owner: string): number {
    return this.#counts.get(owner) ?? 0;
  }

  /** Counts one; what it returns counts it no more. */
  open(owner: string): () => void {
    this.total += 1;
    this.#counts.set(owner, this.of(owner) + 1);
    return () => {
      this.total -= 1;
      const left = this.of(owner) - 1;
      if (left > 0) this.#counts.set(owner, left);
      else this.#counts.delete(owner);
    };
  }
}

/** An answer, and for a stream what gives its room back. */
interface Held {
  readonly response: Response;
  readonly release?: () => void;
}

/** Serves both protocol eras: 2026-07-28 one request at a time, 2025 in sessions. Streams end with their token. */
export function createMcpEndpoint(options: {
  createServer: () => McpServer;
  createLegacyServer: LegacySessionParts['createServer'];
  sessions: SessionStore;
  now: () => number;
  onError: (error: Error) => void;
  /** How many 2025-era sessions may be open at once, and on how many streams clients of the 2026 era may listen. */
  maxSessions?: number | undefined;
}): McpEndpoint {
  const { now, onError, maxSessions } = options;
  const maxListening = maxSessions ?? LISTENING;
  const bus = new ListeningBus(onError);
  const legacyBus = new InMemoryServerEventBus(onError);
  const modern = createMcpHandler(options.createServer, {
    legacy: 'reject',
    bus,
    onerror: onError,
    // Whoever is one too many is refused before.
    maxSubscriptions: Infinity,
  });
  const sessions = new LegacySessions({
    createServer: options.createLegacyServer,
    bus: legacyBus,
    store: options.sessions,
    now,
    onError,
    maxSessions,
  });
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const streams = new OpenStreams();
  const listening = new OpenStreams();
  /** Answers who listens, unless there are too many: whoever is on the way to it is one of them. */
  const listen = async (owner: string, answer: () => Promise<Response>): Promise<Held> => {
    if (listening.of(owner) >= LISTENING_PER_OWNER) return { response: tooManyStreams() };
    if (listening.total >= maxListening) return { response: putOff('Too many clients listen.') };
    const release = listening.open(owner);
    try {
      const response = await answer();
      if (isEventStream(response)) return { response, release };
      release();
      return { response };
    } catch (error) {
      release();
      throw error;
    }
  };
  return {
    bus,
    lookAgain: () => bus.lookAgain(),
    legacyBus,
    sessionCount: () => sessions.size,
    streamCount: () => streams.total,
    endStreams: () => ending.abort(),
    async fetch(request, given = {}, cutOff = () => undefined) {
      const isLegacy = await isLegacyRequest(request, given.parsedBody);
      const principal = principalOf(given.authInfo);
      const owner = ownerKey(principal);
      const isListen = isListening(request, given.parsedBody);
      const resources = askedResources(given.parsedBody);
      if (resources.size > SUBSCRIPTIONS_PER_SESSION) return tooManyResources();
      const answer = (): Promise<Response> => bus.answering(resources, () => modern.fetch(request, given));
      const held: Held = isLegacy
        ? { response: await sessions.fetch(request, given) }
        : isListen
          ? await listen(owner, answer)
          : { response: await answer() };
      const { response, release = () => undefined } = held;
      if (!isEventStream(response)) return response;
      const leave = isLegacy ? sessions.holdOpen(request, response) : release;
      const closed = streams.open(owner);
      return boundStream(response, {
        endsAfter: (principal.expiresAt + CLOCK_TOLERANCE) * 1000 - now(),
        signal: isListen ? AbortSignal.any([request.signal, ending.signal]) : request.signal,
        onEnd: () => {
          closed();
          leave();
        },
        onLag: cutOff,
      });
    },
    async close() {
      await Promise.all([modern.close(), sessions.close()]);
    },
  };
}

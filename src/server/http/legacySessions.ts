import { createHash, randomUUID } from 'node:crypto';
import {
  type InitializeRequest,
  isInitializeRequest,
  type McpHandlerRequestOptions,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { asError } from '../asError.ts';
import { ownerKey, principalOf } from '../auth/principal.ts';
import { type KeptSession, type SessionChange, SessionsUnreachable } from '../store/sessionStore.ts';
import { cancelledCall } from './cancelledCall.ts';
import { LegacySession, type LegacySessionParts } from './legacySession.ts';
import { OpenSessions } from './openSessions.ts';
import { errorAnswer, notFound, putOff } from './sessionAnswers.ts';
import { noteOutcome } from './traceRequest.ts';

/** An idle session is forgotten after this many milliseconds. */
const IDLE_LIMIT = 60 * 60 * 1000;
const SWEEP_INTERVAL = 60 * 1000;
/** The store is told of use so seldom, so that it may know of the last one this much later. */
const TELL_INTERVAL = 5 * 60 * 1000;
const KEPT_LIMIT = IDLE_LIMIT + TELL_INTERVAL + SWEEP_INTERVAL;
const FULL = 'Too many sessions are open.';
/** Bytes of what a client says of itself, which are kept. */
const LONGEST_INITIALIZE = 16 * 1024;

const keptInitializeSchema = z.object({
  protocolVersion: z.string(),
  capabilities: z.looseObject({}),
  clientInfo: z.object({ name: z.string(), version: z.string() }),
});

/** What the sessions are made with. */
export interface LegacySessionsOptions extends LegacySessionParts {
  readonly now: () => number;
  readonly maxSessions?: number | undefined;
}

/** The session of a request, or why there is none. */
type Found = LegacySession | 'unknown' | 'no room';

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * The sessions of 2025-era clients. Each belongs to one subject and client; to others it does not exist. They are kept
 * in the store, where any process takes up a session that it does not know, so that a session outlives processes.
 */
export class LegacySessions {
  readonly #sessions: OpenSessions;
  readonly #takenUp = new Map<string, Promise<Found>>();
  readonly #options: LegacySessionsOptions;
  readonly #sweeping: NodeJS.Timeout;

  constructor(options: LegacySessionsOptions) {
    this.#options = options;
    this.#sessions = new OpenSessions(options.now, options.maxSessions);
    this.#sweeping = setInterval(() => this.#report(this.#sweep()), SWEEP_INTERVAL).unref();
    options.store.onDidChangeElsewhere((change) => this.#report(this.#hear(change)));
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Answers a request of the 2025 era. */
  fetch(request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    return this.#answer(request, options).catch((error: unknown) => {
      if (!(error instanceof SessionsUnreachable)) throw error;
      noteOutcome('failed');
      this.#options.onError(error);
      return putOff('The sessions cannot be reached now.');
    });
  }

  async #answer(request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    const owner = hash(ownerKey(principalOf(options.authInfo)));
    const sessionId = request.headers.get('mcp-session-id');
    if (sessionId === null) return this.#begin(owner, request, options);
    const found = await this.#find(sessionId, owner, request, options);
    if (found === 'no room') return putOff(FULL);
    if (found === 'unknown') return notFound();
    const call = cancelledCall(options.parsedBody);
    if (call !== undefined) return found.giveUp(call, request, options);
    if (!(await this.#use(found))) return notFound();
    return request.method === 'GET' ? found.listen(request, options) : found.transport.handleRequest(request, options);
  }

  /** Keeps the session of an answered request while its stream is open; call what it returns when the stream ends. */
  holdOpen(request: Request, response: Response): () => void {
    const id = response.headers.get('mcp-session-id') ?? request.headers.get('mcp-session-id');
    const session = this.#sessions.get(hash(id ?? ''));
    if (session === undefined) return () => undefined;
    session.openStreams += 1;
    return () => {
      session.openStreams -= 1;
      session.lastUsed = this.#options.now();
    };
  }

  /** Gives up what this process has: the sessions go on at others, or after a restart. */
  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    const sessions = this.#sessions.all();
    const used = sessions.filter((session) => session.openStreams > 0 || session.lastUsed > session.toldAt);
    await this.#tell(used).catch((error: unknown) => this.#options.onError(asError(error)));
    for (const session of sessions) session.close();
  }

  async #begin(owner: string, request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    const { parsedBody } = options;
    if (request.method !== 'POST' || !isInitializeRequest(parsedBody)) {
      return errorAnswer(400, -32000, 'Bad Request: no Mcp-Session-Id header. Send initialize first.');
    }
    const initialize = keptInitializeSchema.parse(parsedBody.params);
    if (Buffer.byteLength(JSON.stringify(initialize)) > LONGEST_INITIALIZE) {
      return errorAnswer(400, -32602, `Capabilities and name are over the limit of ${LONGEST_INITIALIZE} bytes`);
    }
    if (!this.#sessions.hasRoom()) return putOff(FULL);
    return this.#sessions.inRoom(async (add) => {
      const session = await this.#create(randomUUID(), owner);
      try {
        const response = await session.transport.handleRequest(request, options);
        if (!response.ok) {
          session.close();
          return response;
        }
        add(session);
        const ended = await this.#options.store.open(session.id, owner, initialize);
        for (const id of ended) this.#sessions.get(id)?.close();
        return response;
      } catch (error) {
        session.close();
        throw error;
      }
    });
  }

  async #find(sessionId: string, owner: string, request: Request, options: McpHandlerRequestOptions): Promise<Found> {
    const id = hash(sessionId);
    const session = this.#sessions.get(id);
    if (session && !this.#sessions.isIdle(session, IDLE_LIMIT)) return session.owner === owner ? session : 'unknown';
    // Others may have used it meanwhile.
    session?.close();
    const name = `${id} ${owner}`;
    const taking = this.#takenUp.get(name) ?? this.#takeUp(sessionId, owner, request.url, options);
    this.#takenUp.set(name, taking);
    return taking.finally(() => this.#takenUp.delete(name));
  }

  async #takeUp(sessionId: string, owner: string, url: string, options: McpHandlerRequestOptions): Promise<Found> {
    const { store, now } = this.#options;
    const isOwn = (kept: KeptSession | undefined): kept is KeptSession =>
      kept?.owner === owner && now() - kept.lastUsed < KEPT_LIMIT;
    const kept = await store.find(hash(sessionId));
    if (!isOwn(kept)) return 'unknown';
    const params: InitializeRequest['params'] = keptInitializeSchema.parse(kept.initialize);
    if (!this.#sessions.hasRoom()) return 'no room';
    return this.#sessions.inRoom(async (add) => {
      const session = await this.#create(sessionId, owner);
      session.toldAt = kept.lastUsed;
      try {
        await session.resume(params, url, options);
        add(session);
        // What others changed before it was heard here.
        return (await session.refresh()) ? session : 'unknown';
      } catch (error) {
        session.close();
        throw error;
      }
    });
  }

  async #create(sessionId: string, owner: string): Promise<LegacySession> {
    const session = new LegacySession(this.#options, { sessionId, id: hash(sessionId), owner }, this.#options.now());
    await session.connect(() => this.#sessions.remove(session));
    return session;
  }

  /** Takes note of a use, and now and then looks whether the session is there still. */
  async #use(session: LegacySession): Promise<boolean> {
    session.lastUsed = this.#options.now();
    if (session.lastUsed - session.toldAt >= TELL_INTERVAL) await this.#tell([session]);
    return this.#sessions.has(session.id);
  }

  async #tell(sessions: readonly LegacySession[]): Promise<void> {
    const now = this.#options.now();
    const told = sessions.map((session) => ({ session, before: session.toldAt }));
    // At once, so that the next call does not tell the same.
    for (const { session } of told) session.toldAt = now;
    try {
      const there = await this.#options.store.touch(sessions.map(({ id }) => id));
      for (const session of sessions) if (!there.has(session.id)) session.close();
    } catch (error) {
      for (const { session, before } of told) session.toldAt = before;
      throw error;
    }
  }

  async #hear(change: SessionChange): Promise<void> {
    if (change.kind === 'unknown') {
      for (const session of this.#sessions.all()) {
        // One that fails keeps no other from its turn.
        await session.lookAtAll().catch((error: unknown) => this.#options.onError(asError(error)));
      }
      return;
    }
    const session = this.#sessions.get(change.id);
    if (change.kind === 'ended') session?.close();
    else if (change.kind === 'streamed') session?.didStream(change.stream);
    else if (change.kind === 'cancelled') session?.cancel(change.call);
    else await session?.refresh();
  }

  async #sweep(): Promise<void> {
    const now = this.#options.now();
    this.#sessions.letGo();
    const listening = this.#sessions
      .all()
      .filter((session) => session.openStreams > 0 && now - session.toldAt >= TELL_INTERVAL);
    await this.#tell(listening);
    await this.#options.store.endUnused(now - KEPT_LIMIT);
  }

  #report(work: Promise<void>): void {
    work.catch((error: unknown) => this.#options.onError(asError(error)));
  }
}

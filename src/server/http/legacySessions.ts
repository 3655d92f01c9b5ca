import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  type McpHandlerRequestOptions,
  type McpServer,
  type ServerEventBus,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { asError } from '../asError.ts';
import { type Principal, principalOf } from '../auth/principal.ts';

/** An idle session is forgotten after this many milliseconds. */
const IDLE_LIMIT = 60 * 60 * 1000;
const SWEEP_INTERVAL = 60 * 1000;
/** How many may be open at once, unless told: each takes some 30 KB. */
const SESSIONS = 10_000;
/** Where there is no room, a session that was not used for this many milliseconds makes some. */
const IDLE_ENOUGH = 5 * 60 * 1000;
const RETRY_AFTER_SECONDS = '60';
/** One subject and client may hold this many sessions; a further one ends the longest unused. */
const SESSIONS_PER_OWNER = 100;

interface McpSession {
  readonly owner: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  lastUsed: number;
  openStreams: number;
}

/** A 2025-era server instance, which hears of changes while its session lasts. */
export interface LegacyServer {
  readonly server: McpServer;
  /** Stops hearing of changes. */
  readonly dispose: () => void;
}

/** What the sessions are made with. */
export interface LegacySessionsOptions {
  readonly createServer: (bus: ServerEventBus) => LegacyServer;
  readonly bus: ServerEventBus;
  readonly now: () => number;
  readonly onError: (error: Error) => void;
  readonly maxSessions?: number | undefined;
}

function errorAnswer(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}

function full(): Response {
  const response = errorAnswer(503, -32000, 'Too many sessions are open. Try again later.');
  response.headers.set('Retry-After', RETRY_AFTER_SECONDS);
  return response;
}

/** Names one subject with one client. */
export function ownerKey(principal: Principal): string {
  return JSON.stringify([principal.subject, principal.clientId]);
}

/** The sessions of 2025-era clients. Each belongs to one subject and client; to others it does not exist. */
export class LegacySessions {
  readonly #sessions = new Map<string, McpSession>();
  readonly #options: LegacySessionsOptions;
  readonly #sweeping: NodeJS.Timeout;

  constructor(options: LegacySessionsOptions) {
    this.#options = options;
    this.#sweeping = setInterval(() => this.#sweep(), SWEEP_INTERVAL).unref();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Answers a request of the 2025 era. */
  async fetch(request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    const owner = ownerKey(principalOf(options.authInfo));
    const id = request.headers.get('mcp-session-id');
    if (id !== null) {
      const session = this.#sessions.get(id);
      if (session?.owner !== owner) return errorAnswer(404, -32001, 'Session not found');
      session.lastUsed = this.#options.now();
      return session.transport.handleRequest(request, options);
    }
    if (request.method !== 'POST' || !isInitializeRequest(options.parsedBody)) {
      return errorAnswer(400, -32000, 'Bad Request: no Mcp-Session-Id header. Send initialize first.');
    }
    if (!this.#hasRoom()) return full();
    const transport = await this.#open(owner);
    return transport.handleRequest(request, options);
  }

  /** Keeps the session of an answered request while its stream is open; call what it returns when the stream ends. */
  holdOpen(request: Request, response: Response): () => void {
    const id = response.headers.get('mcp-session-id') ?? request.headers.get('mcp-session-id');
    const session = this.#sessions.get(id ?? '');
    if (session === undefined) return () => undefined;
    session.openStreams += 1;
    return () => {
      session.openStreams -= 1;
      session.lastUsed = this.#options.now();
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    await Promise.all([...this.#sessions.values()].map(({ transport }) => transport.close()));
  }

  async #open(owner: string): Promise<WebStandardStreamableHTTPServerTransport> {
    const { server, dispose } = this.#options.createServer(this.#options.bus);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => {
        this.#sessions.set(id, { owner, transport, lastUsed: this.#options.now(), openStreams: 0 });
      },
    });
    await server.connect(transport);
    server.server.onclose = () => {
      dispose();
      if (transport.sessionId !== undefined) this.#sessions.delete(transport.sessionId);
    };
    this.#makeRoom(owner);
    return transport;
  }

  #makeRoom(owner: string): void {
    const own = [...this.#sessions.values()].filter((session) => session.owner === owner);
    if (own.length < SESSIONS_PER_OWNER) return;
    const [oldest] = own.sort((a, b) => a.lastUsed - b.lastUsed);
    if (oldest) this.#end(oldest);
  }

  /** Nobody in the middle of work makes room for others: where all sessions are in use there is none. */
  #hasRoom(): boolean {
    const { maxSessions = SESSIONS } = this.#options;
    if (this.#sessions.size >= maxSessions) this.#sweep(IDLE_ENOUGH);
    return this.#sessions.size < maxSessions;
  }

  #sweep(idle = IDLE_LIMIT): void {
    const limit = this.#options.now() - idle;
    for (const session of [...this.#sessions.values()]) {
      if (session.openStreams === 0 && session.lastUsed < limit) this.#end(session);
    }
  }

  #end({ transport }: McpSession): void {
    transport.close().catch((error: unknown) => {
      this.#options.onError(asError(error));
    });
  }
}

import {
  type InitializeRequest,
  type McpHandlerRequestOptions,
  type McpServer,
  type ServerEventBus,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { asError } from '../asError.ts';
import { type SessionSubscriptions, tellToLookAgain } from '../mcp/subscriptions.ts';
import type { KeptSession, SessionStore } from '../store/sessionStore.ts';
import { errorAnswer, notFound } from './sessionAnswers.ts';

/** A 2025-era server instance, which hears of changes while its session lasts. */
export interface LegacyServer {
  readonly server: McpServer;
  /** Stops hearing of changes. */
  readonly dispose: () => void;
}

/** What a session is made with. */
export interface LegacySessionParts {
  readonly createServer: (bus: ServerEventBus, subscriptions: SessionSubscriptions) => LegacyServer;
  readonly bus: ServerEventBus;
  readonly store: SessionStore;
  readonly onError: (error: Error) => void;
}

/** Which session it is, and whose. */
export interface LegacySessionNames {
  /** What its client calls it. */
  readonly sessionId: string;
  /** The name in the store. */
  readonly id: string;
  readonly owner: string;
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** A session as this process has it: what all of them share is in the store. */
export class LegacySession implements SessionSubscriptions {
  readonly id: string;
  readonly owner: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  /** Milliseconds since the epoch; the second is when the store was last told. */
  lastUsed: number;
  toldAt: number;
  openStreams = 0;
  readonly #parts: LegacySessionParts;
  readonly #legacy: LegacyServer;
  /** What it is subscribed to, by what was heard so far. */
  #subscribed: ReadonlySet<string> = new Set();
  /** The number of its newest event stream, here or elsewhere. */
  #stream = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: LegacySessionParts, { sessionId, id, owner }: LegacySessionNames, now: number) {
    this.#parts = parts;
    this.id = id;
    this.owner = owner;
    this.lastUsed = this.toldAt = now;
    this.transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => sessionId,
      onsessionclosed: () => parts.store.end(id),
    });
    this.#legacy = parts.createServer(parts.bus, this);
  }

  /** Serves the session until it is closed. */
  async connect(onClose: () => void): Promise<void> {
    const { server, dispose } = this.#legacy;
    await server.connect(this.transport);
    server.server.onclose = () => {
      dispose();
      onClose();
    };
  }

  /** Has the server know what the client said at first, in another process. */
  async resume(params: InitializeRequest['params'], url: string, options: McpHandlerRequestOptions): Promise<void> {
    const parsedBody = { jsonrpc: '2.0', id: 0, method: 'initialize', params };
    const request = new Request(url, { method: 'POST', headers: HEADERS });
    const response = await this.transport.handleRequest(request, { ...options, parsedBody });
    await response.text();
    if (!response.ok) throw new Error(`a kept session could not be taken up: ${response.status}`);
  }

  /**
   * Opens its event stream. The newest is the only one, at whatever process: a client that lost one may not wait for
   * somebody to notice. Since nobody knows what the lost one did not tell, the client is told to look again.
   */
  async listen(request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    const { transport } = this;
    if (request.headers.get('accept')?.includes('text/event-stream') !== true) {
      return transport.handleRequest(request, options);
    }
    const stream = await this.#parts.store.openStream(this.id);
    if (stream === undefined) {
      this.close();
      return notFound();
    }
    if (stream < this.#stream) return errorAnswer(409, -32000, 'Conflict: there is a newer stream');
    this.didStream(stream);
    const response = await transport.handleRequest(request, options);
    if (response.ok) await this.#lookAgain(stream > 1);
    return response;
  }

  /** Ends the event stream here where there is a newer one. */
  didStream(stream: number): void {
    if (stream <= this.#stream) return;
    this.#stream = stream;
    this.transport.closeStandaloneSSEStream();
  }

  /** Gives up a call that runs here, whose client told another process so. */
  cancel(call: string | number): void {
    this.transport.onmessage?.({
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: call, reason: 'The client gave it up' },
    });
    this.#endCall(call);
  }

  /** Gives up a call by the request of its client: here, whatever becomes of the word to the others, where it may run. */
  async giveUp(call: string | number, request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    const { store, onError } = this.#parts;
    const response = await this.transport.handleRequest(request, options);
    if (!response.ok) return response;
    this.#endCall(call);
    await store.cancel(this.id, call).catch((error: unknown) => onError(asError(error)));
    return response;
  }

  /** Reads anew what other processes may have changed; closes a session that is gone. */
  async refresh(): Promise<KeptSession | undefined> {
    const kept = await this.#inTurn(async () => {
      const found = await this.#parts.store.find(this.id);
      this.#subscribed = new Set(found?.subscriptions);
      return found;
    });
    if (kept) this.didStream(kept.stream);
    else this.close();
    return kept;
  }

  /** The same after nobody knows what was missed. */
  async lookAtAll(): Promise<void> {
    if (await this.refresh()) await this.#lookAgain(true);
  }

  async has(uri: string): Promise<boolean> {
    await this.#turn;
    return this.#subscribed.has(uri);
  }

  add(uri: string): ReturnType<SessionStore['subscribe']> {
    return this.#inTurn(async () => {
      const outcome = await this.#parts.store.subscribe(this.id, uri);
      if (outcome === 'done') this.#subscribed = new Set([...this.#subscribed, uri]);
      return outcome;
    });
  }

  remove(uri: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#parts.store.unsubscribe(this.id, uri);
      this.#subscribed = new Set([...this.#subscribed].filter((one) => one !== uri));
    });
  }

  /** Gives up what this process has of it. */
  close(): void {
    this.transport.close().catch((error: unknown) => this.#parts.onError(asError(error)));
  }

  /** Ends the stream of a call that was given up, if it runs here; the library would leave it open. */
  #endCall(call: string | number): void {
    this.transport.closeSSEStream(call);
    const error = { code: -32000, message: 'The client gave it up' };
    // Reaches nobody, but the library forgets calls by their answers alone. It fails where there is no such call.
    this.transport.send({ jsonrpc: '2.0', id: call, error }).catch(() => undefined);
  }

  async #lookAgain(isLater: boolean): Promise<void> {
    await this.#turn;
    await tellToLookAgain(this.#legacy.server, this.#subscribed, isLater);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

import type { JSONRPCMessage, Transport, TransportSendOptions } from '@modelcontextprotocol/client';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from './connection.ts';
import type { ServerLogLevel } from './requests/serverLog.ts';

type RequestId = string | number;

interface OpenRequest {
  /** Ends a request that brought no signal of its own. */
  readonly stop: AbortController | undefined;
  /** Whether it was sent by the rules of 2026-07-28, which put the revision into each request. */
  readonly stateless: boolean;
  /** By which the server would tell of its progress. */
  readonly progressToken: RequestId | undefined;
}

/** What a {@link RequestStreams} is told. */
export interface RequestStreamsOptions {
  /** How long the client waits for an answer or a notice of progress, in milliseconds. */
  readonly limit: number;
  /** Which lines of the server's log are wanted: a request of 2026-07-28 says that itself. */
  readonly logLevel?: () => ServerLogLevel | undefined;
}

const REVISION_KEY = 'io.modelcontextprotocol/protocolVersion';
const LOG_LEVEL_KEY = 'io.modelcontextprotocol/logLevel';
type OnMessage = NonNullable<Transport['onmessage']>;

/** Progress that no server tells: it says that the server waits for the person, and so must the client. */
export const KEEP_WAITING = -1;

/** JSON-RPC code of the answer that stands in for one that will never come. */
export const STREAM_ENDED = -32_099;

/**
 * A transport around `inner` that gives each request its own stream in both protocol eras: a request that was cancelled
 * drops its connection (2025-11-25 only notifies), and one whose stream ends unanswered fails at once with
 * {@link STREAM_ENDED} instead of waiting for its time limit. The time in which a person answers the server is nobody's
 * fault: while the server has asked something, the requests under way are told {@link KEEP_WAITING}.
 */
export class RequestStreams implements Transport {
  readonly hasPerRequestStream = true;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: OnMessage;
  readonly #inner: Transport;
  readonly #options: RequestStreamsOptions;
  readonly #open = new Map<RequestId, OpenRequest>();
  /** Requests of the server that have no answer yet. */
  readonly #asked = new Set<RequestId>();
  #patience: ReturnType<typeof setInterval> | undefined;

  constructor(inner: Transport, options: RequestStreamsOptions) {
    this.#inner = inner;
    this.#options = options;
    inner.onclose = () => {
      this.#open.clear();
      this.#asked.clear();
      this.#bePatient();
      this.onclose?.();
    };
    inner.onerror = (error) => this.onerror?.(error);
    inner.onmessage = (message, extra) => {
      this.#hear(message);
      this.onmessage?.(this.#answered(message), extra);
    };
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion?.(version);
  }

  #hear(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if ('id' in message) this.#asked.add(message.id);
    else {
      const cancelled = cancelledRequest(message);
      if (cancelled !== undefined) this.#asked.delete(cancelled);
    }
    this.#bePatient();
  }

  /** Keeps the requests under way from running out of time for as long as the server waits for an answer itself. */
  #bePatient(): void {
    if (this.#asked.size === 0) {
      clearInterval(this.#patience);
      this.#patience = undefined;
      return;
    }
    this.#patience ??= setInterval(() => {
      for (const { progressToken } of this.#open.values()) {
        if (progressToken !== undefined) this.onmessage?.(waitingNotice(progressToken));
      }
    }, this.#options.limit / 3);
  }

  /**
   * Forgets the request that a message answers. Servers forget the `resultType` that the client library insists on;
   * without one an answer is complete.
   */
  #answered(message: JSONRPCMessage): JSONRPCMessage {
    if ('method' in message || message.id === undefined) return message;
    const request = this.#open.get(message.id);
    this.#open.delete(message.id);
    if (!request?.stateless || !('result' in message) || 'resultType' in message.result) return message;
    return { ...message, result: { resultType: 'complete', ...message.result } };
  }

  async send(message: JSONRPCMessage, options: TransportSendOptions = {}): Promise<void> {
    if ('method' in message && 'id' in message) return this.#request(message.id, message, options);
    if (!('method' in message) && message.id !== undefined) this.#asked.delete(message.id);
    this.#bePatient();
    await this.#inner.send(message, options);
    const cancelled = cancelledRequest(message);
    if (cancelled !== undefined) this.#open.get(cancelled)?.stop?.abort();
  }

  async #request(id: RequestId, message: JSONRPCMessage, options: TransportSendOptions): Promise<void> {
    // Where there is a signal already, the client library drops the connection itself.
    const stop = options.requestSignal ? undefined : new AbortController();
    const stateless = isStateless(message);
    this.#open.set(id, { stop, stateless, progressToken: progressTokenOf(message) });
    const sent = stateless ? withLogLevel(message, this.#options.logLevel?.()) : message;
    const requestSignal = options.requestSignal ?? stop?.signal;
    const onRequestStreamEnd = (): void => {
      options.onRequestStreamEnd?.();
      if (this.#open.delete(id)) this.onmessage?.(endedAnswer(id));
    };
    try {
      const own = { onRequestStreamEnd, ...(requestSignal ? { requestSignal } : {}) };
      await this.#inner.send(sent, { ...options, ...own });
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
  }
}

function metaOf(message: JSONRPCMessage): JsonObject {
  const meta = 'method' in message ? message.params?.['_meta'] : undefined;
  return isJsonObject(meta) ? meta : {};
}

function isStateless(message: JSONRPCMessage): boolean {
  return REVISION_KEY in metaOf(message);
}

function progressTokenOf(message: JSONRPCMessage): RequestId | undefined {
  const { progressToken } = metaOf(message);
  return typeof progressToken === 'string' || typeof progressToken === 'number' ? progressToken : undefined;
}

function withLogLevel(message: JSONRPCMessage, level: ServerLogLevel | undefined): JSONRPCMessage {
  if (level === undefined || !('method' in message)) return message;
  return { ...message, params: { ...message.params, _meta: { ...metaOf(message), [LOG_LEVEL_KEY]: level } } };
}

function waitingNotice(progressToken: RequestId): JSONRPCMessage {
  return { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress: KEEP_WAITING } };
}

function endedAnswer(id: RequestId): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: STREAM_ENDED, message: 'The stream ended without an answer' } };
}

function cancelledRequest(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.['requestId'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

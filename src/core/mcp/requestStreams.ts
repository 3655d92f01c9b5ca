import type { JSONRPCMessage, Transport, TransportSendOptions } from '@modelcontextprotocol/client';
import { isJsonObject } from '../json.ts';

type RequestId = string | number;

interface OpenRequest {
  /** Ends a request that brought no signal of its own. */
  readonly stop: AbortController | undefined;
  /** Whether it was sent by the rules of 2026-07-28, which put the revision into each request. */
  readonly stateless: boolean;
}

const REVISION_KEY = 'io.modelcontextprotocol/protocolVersion';
type OnMessage = NonNullable<Transport['onmessage']>;

/** JSON-RPC code of the answer that stands in for one that will never come. */
export const STREAM_ENDED = -32_099;

/**
 * A transport around `inner` that gives each request its own stream in both protocol eras: a request that was cancelled
 * drops its connection (2025-11-25 only notifies), and one whose stream ends unanswered fails at once with
 * {@link STREAM_ENDED} instead of waiting for its time limit.
 */
export class RequestStreams implements Transport {
  readonly hasPerRequestStream = true;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: OnMessage;
  readonly #inner: Transport;
  readonly #open = new Map<RequestId, OpenRequest>();

  constructor(inner: Transport) {
    this.#inner = inner;
    inner.onclose = () => {
      this.#open.clear();
      this.onclose?.();
    };
    inner.onerror = (error) => this.onerror?.(error);
    inner.onmessage = (message, extra) => {
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
    await this.#inner.send(message, options);
    const cancelled = cancelledRequest(message);
    if (cancelled !== undefined) this.#open.get(cancelled)?.stop?.abort();
  }

  async #request(id: RequestId, message: JSONRPCMessage, options: TransportSendOptions): Promise<void> {
    // Where there is a signal already, the client library drops the connection itself.
    const stop = options.requestSignal ? undefined : new AbortController();
    this.#open.set(id, { stop, stateless: isStateless(message) });
    const requestSignal = options.requestSignal ?? stop?.signal;
    const onRequestStreamEnd = (): void => {
      options.onRequestStreamEnd?.();
      if (this.#open.delete(id)) this.onmessage?.(endedAnswer(id));
    };
    try {
      const own = { onRequestStreamEnd, ...(requestSignal ? { requestSignal } : {}) };
      await this.#inner.send(message, { ...options, ...own });
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
  }
}

function isStateless(message: JSONRPCMessage): boolean {
  const meta = 'method' in message ? message.params?.['_meta'] : undefined;
  return isJsonObject(meta) && REVISION_KEY in meta;
}

function endedAnswer(id: RequestId): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: STREAM_ENDED, message: 'The stream ended without an answer' } };
}

function cancelledRequest(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.['requestId'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

import type { JSONRPCMessage, Transport, TransportSendOptions } from '@modelcontextprotocol/client';

type RequestId = string | number;
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
  readonly #open = new Map<RequestId, AbortController>();

  constructor(inner: Transport) {
    this.#inner = inner;
    inner.onclose = () => {
      this.#open.clear();
      this.onclose?.();
    };
    inner.onerror = (error) => this.onerror?.(error);
    inner.onmessage = (message, extra) => {
      if (!('method' in message) && message.id !== undefined) this.#open.delete(message.id);
      this.onmessage?.(message, extra);
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

  async send(message: JSONRPCMessage, options: TransportSendOptions = {}): Promise<void> {
    if ('method' in message && 'id' in message) return this.#request(message.id, message, options);
    await this.#inner.send(message, options);
    const cancelled = cancelledRequest(message);
    if (cancelled !== undefined) this.#open.get(cancelled)?.abort();
  }

  async #request(id: RequestId, message: JSONRPCMessage, options: TransportSendOptions): Promise<void> {
    const stop = new AbortController();
    this.#open.set(id, stop);
    const requestSignal = options.requestSignal ? AbortSignal.any([options.requestSignal, stop.signal]) : stop.signal;
    const onRequestStreamEnd = (): void => {
      options.onRequestStreamEnd?.();
      if (this.#open.delete(id)) this.onmessage?.(endedAnswer(id));
    };
    try {
      await this.#inner.send(message, { ...options, requestSignal, onRequestStreamEnd });
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
  }
}

function endedAnswer(id: RequestId): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: STREAM_ENDED, message: 'The stream ended without an answer' } };
}

function cancelledRequest(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.['requestId'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** When a stream ends, and what happens then. */
export interface StreamBounds {
  /** Milliseconds from now. */
  readonly endsAfter: number;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  readonly onEnd: () => void;
  /** Called after that where the client does not read what comes. */
  readonly onLag: () => void;
}

/**
 * Bytes that may wait for a client to read them. That is more than any change brings at once to one that listens to all
 * that it may; a single message, such as an answer, may be larger.
 */
const MOST_WAITING = 512 * 1024;

/** An SSE comment. Headers leave with the first bytes, and clients wait for headers. */
const OPENING = new TextEncoder().encode(': open\n\n');

/** Timers cannot wait longer than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Whether a response goes on until somebody ends it. */
export function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/**
 * The same event stream, which ends in time and lets its source know when the client is gone, or reads so little that
 * what waits for it would fill the memory.
 */
export function boundStream(response: Response, bounds: StreamBounds): Response {
  if (response.body === null) return response;
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  let leave: () => void = () => undefined;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      let isOpen = true;
      controller.enqueue(OPENING);
      const end = (last: () => void): void => {
        if (!isOpen) return;
        isOpen = false;
        clearTimeout(timer);
        bounds.signal.removeEventListener('abort', finish);
        reader.cancel().catch(() => undefined);
        last();
        bounds.onEnd();
      };
      const finish = (): void => end(() => controller.close());
      // Who cancels has closed it.
      leave = () => end(() => undefined);
      const timer = setTimeout(finish, Math.min(Math.max(bounds.endsAfter, 0), LONGEST_TIMER));
      bounds.signal.addEventListener('abort', finish, { once: true });
      if (bounds.signal.aborted) finish();
      const take = ({ done, value }: ReadableStreamReadResult<Uint8Array>): void => {
        if (done) finish();
        if (done || !isOpen) return;
        if ((controller.desiredSize ?? 0) <= 0) {
          // Drops what waits.
          end(() => controller.error(new Error('the client does not read')));
          bounds.onLag();
          return;
        }
        controller.enqueue(value);
        takeNext();
      };
      // Not as the client asks for more: what is left unread in the source has no bounds.
      const takeNext = (): void => void reader.read().then(take).catch(finish);
      takeNext();
    },
    cancel: () => leave(),
  };
  const body = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }));
  return new Response(body, { status: response.status, headers: response.headers });
}

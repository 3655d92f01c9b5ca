/** When a stream ends, and what happens then. */
export interface StreamBounds {
  /** Milliseconds from now. */
  readonly endsAfter: number;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  readonly onEnd: () => void;
}

/** An SSE comment. Headers leave with the first bytes, and clients wait for headers. */
const OPENING = new TextEncoder().encode(': open\n\n');

/** Timers cannot wait longer than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Whether a response goes on until somebody ends it. */
export function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** The same event stream, which ends in time and lets its source know when the client is gone. */
export function boundStream(response: Response, bounds: StreamBounds): Response {
  if (response.body === null) return response;
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  let finish: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      controller.enqueue(OPENING);
      finish = () => {
        if (!isOpen) return;
        isOpen = false;
        clearTimeout(timer);
        bounds.signal.removeEventListener('abort', finish);
        reader.cancel().catch(() => undefined);
        controller.close();
        bounds.onEnd();
      };
      const timer = setTimeout(finish, Math.min(Math.max(bounds.endsAfter, 0), LONGEST_TIMER));
      bounds.signal.addEventListener('abort', finish, { once: true });
      if (bounds.signal.aborted) finish();
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) finish();
      else controller.enqueue(value);
    },
    cancel() {
      finish();
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

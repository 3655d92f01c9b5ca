/** A client's open streams of changes, by what was asked for: the body of a request, empty for that of a session. */
export interface ChangeStreams {
  readonly fetch: typeof fetch;
  /** Whether the server agreed to a stream, still open, whose request fits. */
  stands(fits: (request: string) => boolean): boolean;
}

/** Watches the streams that a client opens, so that a test knows when it hears of changes. */
export function changeStreams(): ChangeStreams {
  const open = new Map<Response, string>();
  return {
    stands: (fits) => [...open.values()].some(fits),
    async fetch(input, init) {
      const response = await fetch(input, init);
      const request = typeof init?.body === 'string' ? init.body : '';
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      const isAsked = init?.method === 'GET' || request.includes('"subscriptions/listen"');
      if (!response.ok || !isStream || !isAsked) return response;
      open.set(response, request);
      init?.signal?.addEventListener('abort', () => open.delete(response));
      return response;
    },
  };
}

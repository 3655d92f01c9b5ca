import type { TransportFetch } from './transportFetch.ts';

/**
 * A `fetch` that tells when the stream of a session (2025-11-25), on which the server tells of changes, stands again
 * after a gap: not by the id of the last event, from which a server goes on without one.
 */
export function tellGaps(send: TransportFetch['fetch'], onGap: () => void): TransportFetch['fetch'] {
  let wasOpen = false;
  return async (address, init = {}) => {
    const response = await send(address, init);
    if (init.method !== 'GET' || !response.ok || new Headers(init.headers).has('last-event-id')) return response;
    if (wasOpen) onGap();
    wasOpen = true;
    return response;
  };
}

import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerEvent,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import { RESOURCE } from '../../shared/names.ts';
import { asError } from '../asError.ts';
import type { StoreChange } from '../store/incidentStore.ts';
import { incidentUri } from './resources.ts';

/** What a session may hold: its subscriptions stay in memory for as long as it lasts. */
const SUBSCRIPTIONS_PER_SESSION = 500;
const URI_LENGTH = 2000;

/** What clients are told of a change. */
export function eventsOf(change: StoreChange): ServerEvent[] {
  const events: ServerEvent[] = [{ kind: 'resource_updated', uri: RESOURCE.all }];
  if (change.kind !== 'imported') events.push({ kind: 'resource_updated', uri: incidentUri(change.id) });
  if (change.kind !== 'changed') events.push({ kind: 'resources_list_changed' });
  return events;
}

/**
 * Lets a 2025-era server take `resources/subscribe`, and tells its client of the changes on `bus`. In the 2026-07-28
 * era the library does this. Call what it returns to stop.
 */
export function serveSubscriptions(
  { server }: McpServer,
  bus: ServerEventBus,
  report: (error: Error) => void,
): () => void {
  const subscribed = new Set<string>();
  server.setRequestHandler('resources/subscribe', ({ params }) => {
    add(subscribed, params.uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    subscribed.delete(params.uri);
    return {};
  });
  const tell = async (event: ServerEvent): Promise<void> => {
    if (event.kind === 'tools_list_changed') await server.sendToolListChanged();
    if (event.kind === 'prompts_list_changed') await server.sendPromptListChanged();
    if (event.kind === 'resources_list_changed') await server.sendResourceListChanged();
    if (event.kind === 'resource_updated' && subscribed.has(event.uri))
      await server.sendResourceUpdated({ uri: event.uri });
  };
  return bus.subscribe((event) => {
    tell(event).catch((error: unknown) => report(asError(error)));
  });
}

/** @throws ProtocolError where a client asks for more than it may */
function add(subscribed: Set<string>, uri: string): void {
  if (uri.length > URI_LENGTH) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The address is too long');
  if (subscribed.size >= SUBSCRIPTIONS_PER_SESSION && !subscribed.has(uri)) {
    const problem = `A session holds ${SUBSCRIPTIONS_PER_SESSION} subscriptions at most: end one first`;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, problem);
  }
  subscribed.add(uri);
}

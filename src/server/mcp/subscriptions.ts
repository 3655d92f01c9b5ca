import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerEvent,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import { RESOURCE } from '../../shared/names.ts';
import type { StoreChange } from '../store/incidentStore.ts';
import { SUBSCRIPTIONS_PER_SESSION } from '../store/sessionStore.ts';
import { keptFromCallers } from './keptFromCallers.ts';
import { incidentUri } from './resources.ts';

/** Of an address, which is kept for as long as its session lasts. */
const URI_LENGTH = 2000;

/** What one session is subscribed to. */
export interface SessionSubscriptions {
  /** Whether the address is among them, once what is under way is done. */
  has(uri: string): Promise<boolean>;
  add(uri: string): Promise<'done' | 'full' | 'gone'>;
  remove(uri: string): Promise<void>;
}

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
  subscriptions: SessionSubscriptions,
  report: (error: Error) => void,
): () => void {
  server.setRequestHandler('resources/subscribe', async ({ params }) => {
    await keptFromCallers(report, 'a subscription could not be kept', () => add(subscriptions, params.uri));
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', async ({ params }) => {
    await keptFromCallers(report, 'a subscription could not be ended', () => subscriptions.remove(params.uri));
    return {};
  });
  const tell = async (event: ServerEvent): Promise<void> => {
    if (event.kind === 'tools_list_changed') await server.sendToolListChanged();
    if (event.kind === 'prompts_list_changed') await server.sendPromptListChanged();
    if (event.kind === 'resources_list_changed') await server.sendResourceListChanged();
    if (event.kind === 'resource_updated' && (await subscriptions.has(event.uri)))
      await server.sendResourceUpdated({ uri: event.uri });
  };
  return bus.subscribe((event) => {
    tell(event).catch((cause: unknown) => report(new Error('a client could not be told of a change', { cause })));
  });
}

/** @throws ProtocolError where a client asks for more than it may */
async function add(subscriptions: SessionSubscriptions, uri: string): Promise<void> {
  if (uri.length > URI_LENGTH) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The address is too long');
  const outcome = await subscriptions.add(uri);
  if (outcome === 'done') return;
  const problem =
    outcome === 'full'
      ? `A session holds ${SUBSCRIPTIONS_PER_SESSION} subscriptions at most: end one first`
      : 'The session has ended';
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, problem);
}

/** Tells the client of what may have changed without its hearing: what it is subscribed to, and the list where told. */
export async function tellToLookAgain(
  { server }: McpServer,
  subscribed: Iterable<string>,
  isListToo: boolean,
): Promise<void> {
  if (isListToo) await server.sendResourceListChanged();
  for (const uri of subscribed) await server.sendResourceUpdated({ uri });
}

import { createMcpEndpoint, type McpEndpoint } from './http/mcpEndpoint.ts';
import { incidentServers } from './mcp/incidentServers.ts';
import { eventsOf, serveSubscriptions } from './mcp/subscriptions.ts';
import type { IncidentStore } from './store/incidentStore.ts';
import type { SessionStore } from './store/sessionStore.ts';

/** The MCP endpoint of the incidents; its clients hear of every change of them. */
export function serveIncidents(
  store: IncidentStore,
  options: {
    sessions: SessionStore;
    now: () => number;
    report: (error: Error) => void;
    maxSessions?: number | undefined;
  },
): McpEndpoint {
  const { sessions, now, report, maxSessions } = options;
  const createServer = incidentServers({ store, report });
  // What has a cause says what failed; the library's errors do not.
  const onError = (error: Error): void =>
    report(error.cause === undefined ? new Error('an MCP message could not be dealt with', { cause: error }) : error);
  const endpoint = createMcpEndpoint({
    createServer,
    createLegacyServer: (bus, subscriptions) => {
      const server = createServer();
      return { server, dispose: serveSubscriptions(server, bus, subscriptions, report) };
    },
    sessions,
    now,
    onError,
    maxSessions,
  });
  store.onDidChange((change) => {
    // Any change of any incident, those included that streams were opened for.
    const isAny = change.kind === 'imported';
    const told = eventsOf(change).filter(({ kind }) => !isAny || kind !== 'resource_updated');
    for (const event of told) endpoint.bus.publish(event);
    if (isAny) endpoint.lookAgain();
  });
  store.onDidCommit((change) => {
    for (const event of eventsOf(change)) endpoint.legacyBus.publish(event);
  });
  return endpoint;
}

import { createServer, type Server } from 'node:http';
import { SCOPE } from '../shared/names.ts';
import { createAccessTokenVerifier } from './auth/verifyAccessToken.ts';
import { createProofVerifier } from './auth/verifyProof.ts';
import { createApp } from './http/createApp.ts';
import { listen } from './http/listen.ts';
import { createMcpEndpoint, type McpEndpoint } from './http/mcpEndpoint.ts';
import { createIncidentServer } from './mcp/createIncidentServer.ts';
import { eventsOf, serveSubscriptions } from './mcp/subscriptions.ts';
import type { ProxySurroundings, RunningProxy } from './proxy/createProxy.ts';
import { parseRelayTarget, type RelayTarget } from './relay/relayTarget.ts';
import { createIncidentStore } from './store/createIncidentStore.ts';
import type { IncidentStore } from './store/incidentStore.ts';

/** How a server is set up. */
export interface ServerConfig {
  /** Address to listen on; `127.0.0.1` unless told. */
  readonly host?: string;
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** Issuer whose access tokens are taken, e.g. `https://your-org.okta.com/oauth2/default`. */
  readonly issuer: string;
  /** The `aud` that access tokens must carry. */
  readonly audience: string;
  /** SQLite file; `:memory:` unless told. */
  readonly databasePath?: string;
  /** Origins (with a base path where the editor is served below one) that the relay page may forward to. */
  readonly relayTargets?: readonly string[];
  /** Address of `/mcp` as clients reach it; made from host and port unless told. */
  readonly resource?: string;
  /** Scopes that the 401 challenge asks for; read and write unless told. */
  readonly challengeScopes?: readonly string[];
  /** Whether only tokens bound to a key are taken (DPoP, RFC 9449); else bearer tokens are too. */
  readonly requireDpop?: boolean;
  /** Milliseconds within which a request must have arrived with its body; 30 000 unless told. */
  readonly requestTimeout?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Makes an authorization server in this process; its tokens are taken, and those of `issuer` no more. */
  readonly proxy?: (around: ProxySurroundings) => Promise<RunningProxy>;
  /** Takes one line for each request and each failure. Never a token or a query. */
  readonly log?: (line: string) => void;
}

/** A server that listens. */
export interface RunningServer {
  /** Address of the MCP endpoint, ending in `/mcp`. */
  readonly url: string;
  readonly origin: string;
  readonly store: IncidentStore;
  close(): Promise<void>;
}

/** A server that hangs up on requests that trickle in for too long. */
function createHttpServer(requestTimeout: number): Server {
  return createServer({
    requestTimeout,
    headersTimeout: Math.min(10_000, requestTimeout),
    connectionsCheckingInterval: Math.min(5000, requestTimeout),
  });
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function parseTargets(targets: readonly string[]): RelayTarget[] {
  return targets.map((text) => {
    const target = parseRelayTarget(text);
    if (target === undefined) throw new TypeError(`not an address of an editor: ${text}`);
    return target;
  });
}

/** The MCP endpoint of the incidents; its clients hear of every change of them. */
function serveIncidents(store: IncidentStore, now: () => number, report: (error: Error) => void): McpEndpoint {
  const parts = { store, report };
  const endpoint = createMcpEndpoint({
    createServer: () => createIncidentServer(parts),
    createLegacyServer: (bus) => {
      const server = createIncidentServer(parts);
      return { server, dispose: serveSubscriptions(server, bus, report) };
    },
    now,
    onError: report,
  });
  store.onDidChange((change) => {
    for (const event of eventsOf(change)) endpoint.bus.publish(event);
  });
  return endpoint;
}

/** Starts the protected MCP server with its relay page. Throws where it cannot listen or open its database. */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const { host = '127.0.0.1', now = Date.now, log = () => undefined } = config;
  const relayTargets = parseTargets(config.relayTargets ?? []);
  const report = (error: Error): void => log(JSON.stringify({ error: error.message }));
  const store = createIncidentStore({ path: config.databasePath ?? ':memory:', now });
  const http = createHttpServer(config.requestTimeout ?? 30_000);
  const { port, close } = await listen(http, config.port ?? 0, host).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const origin = `http://${urlHost(host)}:${port}`;
  const endpoint = serveIncidents(store, now, report);
  const resource = new URL(config.resource ?? `${origin}/mcp`);
  const audit = (event: object): void => log(JSON.stringify({ audit: event }));
  const proxy = await config.proxy?.({ resource, now, audit, report });
  const { issuer, audience } = proxy ?? config;
  const app = createApp({
    resource,
    issuer,
    challengeScopes: config.challengeScopes ?? [SCOPE.read, SCOPE.write],
    requireDpop: config.requireDpop ?? false,
    checks: {
      verify: createAccessTokenVerifier({ issuer, audience, now, keys: proxy?.keys }),
      verifyProof: createProofVerifier({ resource, now }),
    },
    endpoint,
    relayTargets,
    proxy: proxy?.router,
    isHealthy: () => store.isOpen(),
    now,
    log,
  });
  http.on('request', app);
  return {
    url: `${origin}${resource.pathname}`,
    origin,
    store,
    async close() {
      await endpoint.close();
      await close();
      await proxy?.close();
      store.close();
    },
  };
}

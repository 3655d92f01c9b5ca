import { createServer, type Server, type ServerOptions } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { SCOPE } from '../shared/names.ts';
import type { IntrospectionClient } from './auth/introspectAccessToken.ts';
import { createTokenCheck } from './auth/tokenCheck.ts';
import type { VerifyAccessToken } from './auth/verifyAccessToken.ts';
import { createProofVerifier } from './auth/verifyProof.ts';
import { failureWords } from './failureWords.ts';
import { answerStarting } from './http/answerStarting.ts';
import { closeGracefully } from './http/closeGracefully.ts';
import { type AppLimits, createApp } from './http/createApp.ts';
import { listen } from './http/listen.ts';
import { refuseUnread } from './http/refuseUnread.ts';
import { urlHost } from './http/urlHost.ts';
import { createHealth } from './http/health.ts';
import type { Notice, ServerOperation } from './http/serverOperation.ts';
import { monotonic as passed } from './monotonic.ts';
import type { ProxySurroundings, RunningProxy } from './proxy/createProxy.ts';
import type { OktaWatch } from './proxy/upstream/oktaWatch.ts';
import { parseRelayTarget, type RelayTarget } from './relay/relayTarget.ts';
import { serveIncidents } from './serveIncidents.ts';
import { createIncidentStore } from './store/createIncidentStore.ts';
import type { StoreDatabase } from './store/database.ts';
import type { IncidentStore } from './store/incidentStore.ts';
import { createSessionStore } from './store/sessionStore.ts';
import { openSqlite } from './store/sqlite/openSqlite.ts';

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
  /** Opens another database than that file. */
  readonly openDatabase?: (report: (error: Error) => void) => Promise<StoreDatabase>;
  /** Origins (with a base path where the editor is served below one) that the relay page may forward to. */
  readonly relayTargets?: readonly string[];
  /** Address of `/mcp` as clients reach it; made from host and port unless told. */
  readonly resource?: string;
  /** Scopes that the 401 challenge asks for; read and write unless told. */
  readonly challengeScopes?: readonly string[];
  /** Scopes that every call needs, in place of those of each tool. */
  readonly requiredScopes?: readonly string[];
  /** Where the issuer publishes its keys; `/v1/keys` below it unless told. */
  readonly keysUrl?: string;
  /** Has the issuer check each token, in place of its keys. */
  readonly introspection?: IntrospectionClient;
  /** Whether only tokens bound to a key are taken (DPoP, RFC 9449); else bearer tokens are too. */
  readonly requireDpop?: boolean;
  /** Milliseconds within which a request must have arrived with its body; 30 000 unless told. */
  readonly requestTimeout?: number;
  /** How many 2025-era sessions may be open at once. */
  readonly maxSessions?: number;
  /** Who may ask, and how much. */
  readonly limits?: AppLimits;
  /** Milliseconds in which calls are still taken after the server was told to stop, and those that they may take then. */
  readonly shutdown?: { readonly delay: number; readonly timeout: number };
  /** Makes a server that speaks TLS; it speaks plain HTTP without. */
  readonly createTlsServer?: (options: ServerOptions) => Server;
  /** Watches and limits what is served. */
  readonly operation?: ServerOperation;
  /** How access tokens are checked; as JWTs signed with the issuer's published keys unless told. */
  readonly verify?: VerifyAccessToken;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds that have passed, by a clock that nobody sets; durations are measured by it. */
  readonly monotonic?: () => number;
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
  /** Has a look at all that it needs, and tells of what is not there. */
  lookAround(): Promise<void>;
  /** Says that it is not ready, lets calls in flight end, ends streams, and closes. */
  close(): Promise<void>;
}

/** Bytes of a request's headers. */
const MAX_HEADERS = 16 * 1024;
const SHUTDOWN = { delay: 0, timeout: 5000 };

function createPlainServer(options: ServerOptions): Server {
  return createServer(options);
}

/** A server that hangs up on requests that trickle in for too long. */
function createHttpServer(requestTimeout: number, create = createPlainServer): Server {
  return create({
    requestTimeout,
    maxHeaderSize: MAX_HEADERS,
    headersTimeout: Math.min(10_000, requestTimeout),
    // These are refused where the refusal is kept.
    requireHostHeader: false,
    connectionsCheckingInterval: Math.min(5000, requestTimeout),
  });
}

function parseTargets(targets: readonly string[]): RelayTarget[] {
  return targets.map((text) => {
    const target = parseRelayTarget(text);
    if (target === undefined) throw new TypeError(`not an address of an editor: ${text}`);
    return target;
  });
}

/** Shows whether Okta can be reached: 1 or 0, and no number before it was looked at. */
function gaugeOkta({ latest }: OktaWatch, operation: ServerOperation | undefined): void {
  const value = { ok: 1, unreachable: 0, unknown: NaN };
  operation?.gauge('incident_desk_okta_reachable', 'Whether Okta can be reached', () => value[latest()]);
}

type End = () => Promise<void>;

/** Starts the protected MCP server with its relay page. Throws where it cannot listen or open its database. */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const ends: End[] = [];
  try {
    return await openServer(config, ends);
  } catch (error) {
    for (const end of ends.reverse()) await end();
    throw error;
  }
}

/** Opens one part after the other; each adds to `ends` what closes it. */
async function openServer(config: ServerConfig, ends: End[]): Promise<RunningServer> {
  const { host = '127.0.0.1', now = Date.now, monotonic = passed, log = () => undefined } = config;
  const relayTargets = parseTargets(config.relayTargets ?? []);
  const { operation, shutdown = SHUTDOWN } = config;
  const report = operation?.report ?? ((error: Error): void => log(JSON.stringify(failureWords(error))));
  const notice: Notice = operation?.notice ?? ((level, message): void => log(JSON.stringify({ level, message })));
  const database = await (config.openDatabase?.(report) ?? openSqlite(config.databasePath ?? ':memory:'));
  const store = createIncidentStore({ database, now });
  ends.push(() => store.close());
  const http = createHttpServer(config.requestTimeout ?? 30_000, config.createTlsServer);
  const isComplete = answerStarting(http);
  let { port = 0 } = config;
  const open = async (): Promise<void> => {
    const listening = await listen(http, port, host);
    ends.push(listening.close);
    port = listening.port;
  };
  // The parts are told the origin, which is not known before where any port will do.
  if (port === 0) await open();
  const origin = `${config.createTlsServer ? 'https' : 'http'}://${urlHost(host)}:${port}`;
  const endpoint = serveIncidents(operation?.watchStore(store) ?? store, {
    sessions: createSessionStore(database, now),
    now,
    report,
    maxSessions: config.maxSessions,
  });
  ends.push(() => endpoint.close());
  operation?.gauge('incident_desk_sessions', 'Sessions of 2025-era clients in use', endpoint.sessionCount);
  operation?.gauge('incident_desk_streams', 'Open event streams', endpoint.streamCount);
  const resource = new URL(config.resource ?? `${origin}/mcp`);
  const audit = operation?.audit ?? ((event: object): void => log(JSON.stringify({ audit: event })));
  const proxy = await config.proxy?.({ resource, now, monotonic, audit, report, notice });
  if (proxy) ends.push(() => proxy.close());
  const { issuer, audience } = proxy ?? config;
  const { keysUrl, requiredScopes } = config;
  // The tokens of an authorization server in this process are checked by its keys.
  const introspection = proxy ? undefined : config.introspection;
  const { keys } = proxy ?? {};
  const tokens = createTokenCheck({
    ...{ issuer, audience, keysUrl, keys, introspection },
    ...{ now, monotonic, report },
  });
  const health = createHealth({
    isOpen: () => store.isOpen(),
    tokens,
    proxy,
    isAudited: operation?.isAudited,
    monotonic,
    notice,
  });
  operation?.gauge('incident_desk_database_up', 'Whether the database of the incidents answers', async () =>
    Number(await health.hasIncidents()),
  );
  if (proxy) gaugeOkta(proxy.okta, operation);
  const app = createApp({
    refuseUnread: refuseUnread(http, operation?.refused ?? ((request) => log(JSON.stringify({ unread: request })))),
    resource,
    issuer,
    challengeScopes: config.challengeScopes ?? [SCOPE.read, SCOPE.write],
    requiredScopes,
    requireDpop: config.requireDpop ?? false,
    checks: {
      verify: config.verify ?? tokens.verify,
      verifyProof: createProofVerifier({ resource, now }),
      attempts: operation?.attempts,
      asksIssuer: introspection !== undefined,
    },
    endpoint,
    relayTargets,
    proxy: proxy?.router,
    health,
    limits: config.limits ?? {},
    operation,
    now,
    monotonic,
    log,
    report,
  });
  isComplete();
  http.on('request', app).on('checkExpectation', app);
  if (!http.listening) await open();
  return {
    url: `${origin}${resource.pathname}`,
    origin,
    store,
    async lookAround() {
      await Promise.all([health.whyNotReady(), health.oktaState()]);
    },
    async close() {
      health.stop();
      await delay(shutdown.delay);
      endpoint.endStreams();
      await closeGracefully(http, shutdown.timeout);
      await endpoint.close();
      await proxy?.close();
      await store.close();
    },
  };
}

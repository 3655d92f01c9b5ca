import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequestStateCodec, type ServerEvent } from '@modelcontextprotocol/server';
import { startAuthorizationServer } from '../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { monotonic } from '../../../src/server/monotonic.ts';
import { createTokenCheck } from '../../../src/server/auth/tokenCheck.ts';
import { createProofVerifier } from '../../../src/server/auth/verifyProof.ts';
import { createApp } from '../../../src/server/http/createApp.ts';
import { listen } from '../../../src/server/http/listen.ts';
import { createMcpEndpoint, type McpEndpoint } from '../../../src/server/http/mcpEndpoint.ts';
import { serveSubscriptions } from '../../../src/server/mcp/subscriptions.ts';
import { createSessionStore, type SessionStore } from '../../../src/server/store/sessionStore.ts';
import { refuseUnread } from '../../../src/server/http/refuseUnread.ts';
import { openSqlite } from '../../../src/server/store/sqlite/openSqlite.ts';
import { SCOPE } from '../../../src/shared/names.ts';
import { createFixture } from './createFixture.ts';
import type { RoundState } from './fixtureParts.ts';
import { startBearerProxy } from './bearerProxy.ts';
import { machineToken, SERVICE } from './machineToken.ts';

/** A fixture that listens. */
export interface Fixture {
  /** Address of the proxy. */
  readonly url: string;
  /** Address behind it, which takes nobody without a token. */
  readonly protectedUrl: string;
  close(): Promise<void>;
}

const SCOPES = [SCOPE.read, SCOPE.write];

/** The endpoint of the fixture's tools in both eras. */
function serveFixture(sessions: SessionStore, report: (error: Error) => void): McpEndpoint {
  const states = createRequestStateCodec<RoundState>({ key: randomBytes(32) });
  const publish = (event: ServerEvent): void => {
    endpoint.bus.publish(event);
    endpoint.legacyBus.publish(event);
  };
  const create = () => createFixture({ states, publish });
  const endpoint = createMcpEndpoint({
    createServer: create,
    createLegacyServer: (bus, subscriptions) => {
      const server = create();
      return { server, dispose: serveSubscriptions(server, bus, subscriptions, report) };
    },
    sessions,
    now: Date.now,
    onError: report,
  });
  return endpoint;
}

/**
 * Starts what the suite talks to: our own HTTP layer, which asks for a token of the stand-in as our server does, the
 * fixture behind it, and before it a proxy that brings the token. `log` takes the layer's lines.
 */
export async function startFixture(log: (line: string) => void): Promise<Fixture> {
  const report = (error: Error): void => log(error.message);
  const standIn = await startAuthorizationServer({ serviceClients: [SERVICE] });
  const { issuer, audience } = standIn;
  const http = createServer();
  const { port, close } = await listen(http, 0);
  const resource = new URL(`http://127.0.0.1:${port}/mcp`);
  const database = await openSqlite(':memory:');
  const endpoint = serveFixture(createSessionStore(database, Date.now), report);
  const proxy = await startBearerProxy(resource, await machineToken(issuer, SCOPES));
  const app = createApp({
    refuseUnread: refuseUnread(http, () => undefined),
    resource,
    issuer,
    challengeScopes: SCOPES,
    requireDpop: false,
    checks: {
      verify: createTokenCheck({ issuer, audience, now: Date.now, monotonic, report }).verify,
      verifyProof: createProofVerifier({ resource, now: Date.now }),
      asksIssuer: false,
    },
    endpoint,
    relayTargets: [],
    health: {
      hasIncidents: async () => true,
      whyNotReady: async () => undefined,
      oktaState: async () => undefined,
    },
    // The suite names the address that it knows as its origin.
    limits: { allowedOrigins: [new URL(proxy.url).origin] },
    now: Date.now,
    monotonic,
    log,
    report,
  });
  http.on('request', app);
  return {
    url: proxy.url,
    protectedUrl: resource.href,
    async close() {
      await proxy.close();
      await endpoint.close();
      await close();
      await database.close();
      await standIn.close();
    },
  };
}

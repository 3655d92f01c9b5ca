import assert from 'node:assert/strict';
import { once } from 'node:events';
import { IncomingMessage, request as httpRequest } from 'node:http';
import * as z from 'zod';
import { startServer } from '../../../../src/server/startServer.ts';
import { eventually } from '../../oauth/world.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { openSilentWay } from '../../support/postgres/silentWay.ts';
import { postRpc } from '../../support/postRpc.ts';
import { startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';

const CREATE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name: 'list_incidents',
    arguments: {},
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};

describe('a server process that is told to stop', function () {
  this.timeout(30_000);

  it('says that it is not ready while it still takes calls, until a second signal', async () => {
    const issuer = await startTokenIssuer();
    const server = await startServerProcess({
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      MCP_SERVER_PORT: '0',
      MCP_SHUTDOWN_DELAY: '60',
      INCIDENTS_DB: ':memory:',
    });
    const readiness = async (): Promise<number> => (await fetch(new URL('/readyz', server.url))).status;
    try {
      assert.equal(await readiness(), 200);
      server.signal('SIGTERM');
      await eventually(async () => (await readiness()) === 503);
      assert.equal((await postRpc(server.url, CREATE, await issuer.token())).status, 200);
      server.signal('SIGTERM');
      await server.ended;
      await assert.rejects(readiness());
    } finally {
      await server.kill();
      await issuer.close();
    }
  });

  it('ends soon after the time that calls have, though nothing is heard of its database any more', async () => {
    const way = await openSilentWay(await emptyDatabase());
    const server = await startServerProcess({
      OKTA_ISSUER: 'http://127.0.0.1:9/oauth2/default',
      OKTA_AUDIENCE: 'a',
      MCP_SERVER_PORT: '0',
      MCP_SHUTDOWN_TIMEOUT: '1',
      DATABASE_URL: way.url,
    });
    try {
      assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
      way.fallSilent();
      const began = performance.now();
      server.signal('SIGTERM');
      assert.equal(await server.ended, 0, server.said());
      assert.ok(performance.now() - began < 10_000);
      assert.match(server.said(), /"warn".*not everything was closed in time/);
    } finally {
      await server.kill();
      await way.close();
    }
  });
});

describe('a server that is told to stop', () => {
  let issuer: TokenIssuer;
  before(async () => (issuer = await startTokenIssuer()));
  after(() => issuer.close());

  /** A call whose body has begun to arrive. */
  async function beginCall(url: string) {
    const body = JSON.stringify(CREATE);
    const request = httpRequest(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'content-length': Buffer.byteLength(body),
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'list_incidents',
        authorization: `Bearer ${await issuer.token()}`,
      },
    });
    request.write(body.slice(0, 10));
    await once(request, 'socket');
    return { request, finish: () => request.end(body.slice(10)) };
  }

  it('finishes calls in flight, ends streams, and takes no more', async () => {
    const server = await startServer({ ...issuer, shutdown: { delay: 0, timeout: 5000 } });
    const stream = await postRpc(
      server.url,
      { method: 'subscriptions/listen', params: { notifications: { resourcesListChanged: true } } },
      await issuer.token(),
    );
    assert.equal(stream.status, 200);
    const { request, finish } = await beginCall(server.url);
    const answered = once(request, 'response');
    // Answered by the server, so that what was sent before is there too.
    assert.equal((await fetch(`${server.origin}/healthz`)).status, 200);
    const closed = server.close();
    await stream.text();
    await assert.rejects(fetch(`${server.origin}/healthz`));
    finish();
    const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await answered);
    assert.equal(response.statusCode, 200);
    response.resume();
    await closed;
  });

  it('does not wait for ever', async () => {
    const server = await startServer({ ...issuer, shutdown: { delay: 50, timeout: 50 } });
    const { request } = await beginCall(server.url);
    const failed = once(request, 'error');
    assert.equal((await fetch(`${server.origin}/healthz`)).status, 200);
    await server.close();
    await failed;
    await assert.rejects(fetch(`${server.origin}/healthz`));
  });
});

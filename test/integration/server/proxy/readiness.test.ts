import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pg from 'pg';
import * as z from 'zod';
import { eventually } from '../../oauth/world.ts';
import { postRpc } from '../../support/postRpc.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';
import { refresh, signedInClient, tokensOf } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };

async function probe(world: ProxyWorld): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${world.origin}/readyz`);
  return { status: response.status, body: await response.json() };
}

describe('A proxy whose Okta fails', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let ahead: number;
  let looks: number;
  /** Answers Okta's metadata in its stead. */
  let fault: ((response: ServerResponse) => void) | undefined;
  const intercept = (_request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    if (!path.includes('/.well-known/')) return false;
    looks += 1;
    if (fault === undefined) return false;
    fault(response);
    return true;
  };
  const begin = async (start?: (config: Parameters<typeof startWatchedServer>[0]) => Promise<WatchedServer>) => {
    world = await startProxyWorld({
      okta: { intercept },
      server: { monotonic: () => performance.now() + ahead },
      ...(start && { start }),
    });
  };
  beforeEach(() => {
    [ahead, looks, fault] = [0, 0, undefined];
  });
  afterEach(() => world.close());

  it('stays ready, since the tokens at hand are good, and says so', async () => {
    await begin();
    const { tokens } = await signedInClient(world);
    assert.deepEqual(await probe(world), { status: 200, body: { status: 'ok', okta: 'ok' } });
    fault = (response) => void response.writeHead(502).end('<html>');
    ahead = 10_000;
    assert.deepEqual(await probe(world), { status: 200, body: { status: 'ok', okta: 'unreachable' } });
    assert.equal((await postRpc(world.server.url, LIST, tokens.access_token)).status, 200);
    ahead = 20_000;
    await probe(world);
    fault = undefined;
    ahead = 30_000;
    assert.deepEqual(await probe(world), { status: 200, body: { status: 'ok', okta: 'ok' } });
    const words = world.log.filter((line) => line.includes('Okta'));
    assert.equal(words.length, 2, words.join('\n'));
    assert.match(words[0] ?? '', /"warn".*Okta cannot be reached/);
    assert.match(words[1] ?? '', /"info".*Okta can be reached again/);
  });

  for (const [what, answer] of [
    ['names another issuer', '{"issuer":"https://evil.example"}'],
    ['is a page', '<html>captive portal</html>'],
  ] as const) {
    it(`takes no answer for Okta's that ${what}`, async () => {
      await begin();
      fault = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      assert.deepEqual(await probe(world), { status: 200, body: { status: 'ok', okta: 'unreachable' } });
    });
  }

  it('looks at Okta once in ten seconds, however many ask', async () => {
    await begin();
    for (let times = 0; times < 2; times += 1) await Promise.all(Array.from({ length: 50 }, () => probe(world)));
    assert.equal(looks, 1);
    ahead = 10_000;
    await Promise.all(Array.from({ length: 50 }, () => probe(world)));
    assert.equal(looks, 2);
  });

  it('keeps no probe waiting for an Okta that is silent', async () => {
    const held: ServerResponse[] = [];
    fault = (response) => void held.push(response);
    await begin();
    const began = performance.now();
    assert.deepEqual(await probe(world), { status: 200, body: { status: 'ok', okta: 'unknown' } });
    assert.ok(performance.now() - began < 3000);
    for (const response of held) response.writeHead(503).end();
    await eventually(async () => JSON.stringify((await probe(world)).body).includes('unreachable'));
  });

  it('shows in the metrics whether Okta can be reached', async () => {
    const started: WatchedServer[] = [];
    await begin(async (config) => {
      const server = await startWatchedServer(config);
      started.push(server);
      return server;
    });
    const metric = async (): Promise<string | undefined> => {
      const text = await (await fetch(started[0]?.metricsUrl ?? '')).text();
      return /^incident_desk_okta_reachable (\S+)$/m.exec(text)?.[1];
    };
    await eventually(async () => (await metric()) === '1');
    fault = (response) => void response.writeHead(500).end();
    ahead = 10_000;
    await eventually(async () => (await metric()) === '0');
  });
});

describe('A proxy whose database fails', function () {
  this.timeout(60_000);

  it('is not ready until it is there again, and its sign-ins go on', async () => {
    const databaseUrl = await emptyDatabase();
    const admin = new pg.Client(new URL('/postgres', databaseUrl).href);
    await admin.connect();
    const name = z.string().parse(new URL(databaseUrl).pathname.slice(1));
    const world = await startProxyWorld({ proxy: { databaseUrl } });
    try {
      const { client, tokens } = await signedInClient(world);
      assert.equal((await probe(world)).status, 200);
      await admin.query(`alter database "${name}" with allow_connections false`);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      await eventually(async () => (await probe(world)).status === 503);
      assert.deepEqual((await probe(world)).body, { status: 'unavailable', okta: 'ok' });
      assert.equal((await fetch(`${world.origin}/healthz`)).status, 200);
      assert.ok(world.log.some((line) => line.includes('not ready: the database of the proxy does not answer')));
      await admin.query(`alter database "${name}" with allow_connections true`);
      await eventually(async () => (await probe(world)).status === 200);
      await tokensOf(await refresh(world, client, tokens));
    } finally {
      await world.close();
      await admin.end();
    }
  });
});

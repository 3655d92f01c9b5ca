import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { freePort } from '../../../../src/demo/freePort.ts';
import { statusWithHost } from '../../support/askWithHost.ts';
import { postRpc } from '../../support/postRpc.ts';
import { startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };

/** An address of this machine, off loopback where it has a network. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

describe('the metrics of a server', function () {
  this.timeout(20_000);
  let issuer: TokenIssuer;
  let server: WatchedServer;
  beforeEach(async () => {
    issuer = await startTokenIssuer();
    server = await startWatchedServer({ ...issuer });
  });
  afterEach(async () => {
    await server.close();
    await issuer.close();
  });

  it('are on a port of their own only', async () => {
    await postRpc(server.url, LIST, await issuer.token());
    assert.equal((await fetch(`${server.origin}/metrics`)).status, 404);
    const text = await (await fetch(server.metricsUrl)).text();
    assert.match(
      text,
      /incident_desk_request_duration_seconds_count\{method="POST",status="200",call="tools\/call list_incidents"\} 1/,
    );
    assert.match(text, /^incident_desk_sessions 0$/m);
    assert.match(text, /^process_cpu_seconds_total /m);
    assert.ok(!text.includes('ada@example.com'));
  });

  it('count refusals by kinds of reasons, whatever callers make up', async () => {
    for (const host of ['evil.example', 'other.example']) await statusWithHost(server.url, host);
    await postRpc(server.url, LIST);
    const shown = async (): Promise<string[]> => {
      const text = await (await fetch(server.metricsUrl)).text();
      return text.split('\n').filter((line) => line.startsWith('incident_desk_refusals_total{'));
    };
    await until(() => server.audited().length === 3, 'three refusals');
    assert.deepEqual(await shown(), [
      'incident_desk_refusals_total{status="403",reason="foreign host"} 2',
      'incident_desk_refusals_total{status="401",reason="invalid_token"} 1',
    ]);
  });

  it('are shown by its address, by names of loopback and configured ones, and by no other', async () => {
    const names = { resource: 'https://incidents.example.com/mcp', limits: { allowedHosts: ['metrics.internal'] } };
    const named = await startWatchedServer({ ...issuer, ...names }, undefined, ownAddress());
    try {
      const hosts = [ownAddress(), 'localhost', '127.0.0.1', '[::1]', 'incidents.example.com', 'metrics.internal'];
      for (const host of hosts) {
        assert.equal(await statusWithHost(named.metricsUrl, `${host}:9464`), 200, host);
      }
      for (const host of ['evil.example', 'localhost.evil.example', '192.0.2.77']) {
        assert.equal(await statusWithHost(named.metricsUrl, host), 403, host);
      }
    } finally {
      await named.close();
    }
  });

  it('are shown by whatever address was asked, where it listens on all', async () => {
    for (const everywhere of ['0.0.0.0', '::']) {
      const open = await startWatchedServer({ ...issuer }, undefined, everywhere);
      try {
        const url = `http://${ownAddress()}:${new URL(open.metricsUrl).port}/metrics`;
        assert.equal(await statusWithHost(url, ownAddress()), 200);
        assert.equal(await statusWithHost(url, '192.0.2.77'), 403);
      } finally {
        await open.close();
      }
    }
  });

  it('are asked for in vain with a line in the audit log', async () => {
    await statusWithHost(server.metricsUrl, 'evil.example');
    assert.equal((await fetch(server.metricsUrl, { method: 'POST' })).status, 404);
    await until(() => server.audited().length === 2, 'two refusals');
    assert.deepEqual(
      server.audited().map(({ path, status, reason }) => [path, status, reason]),
      [
        ['/metrics', 403, 'foreign host: evil.example'],
        ['/metrics', 404, 'no such address'],
      ],
    );
  });

  it('are shown by the names in the environment of its process', async () => {
    const port = await freePort();
    const server = await startServerProcess({
      OKTA_ISSUER: 'http://127.0.0.1:9/oauth2/default',
      OKTA_AUDIENCE: 'https://mcp-incidents-api',
      INCIDENTS_DB: ':memory:',
      MCP_SERVER_PORT: '0',
      MCP_SERVER_URL: 'https://incidents.example.com',
      MCP_ALLOWED_HOSTS: 'Metrics.internal',
      MCP_METRICS_PORT: String(port),
    });
    try {
      const url = `http://127.0.0.1:${port}/metrics`;
      const statuses = ['incidents.example.com', 'metrics.internal', 'evil.example'].map((host) =>
        statusWithHost(url, host),
      );
      assert.deepEqual(await Promise.all(statuses), [200, 200, 403]);
    } finally {
      await server.kill();
    }
  });
});

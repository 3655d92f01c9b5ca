import assert from 'node:assert/strict';
import { statusWithHost } from '../../support/askWithHost.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';
import { requestRegistration } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const LISTED = 'https://inspector.example';
const METADATA = { redirect_uris: ['https://good.example/'] };

describe('Web pages at the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let watched: WatchedServer;
  // Each has its own server, since many refusals of a kind are told as one.
  beforeEach(async () => {
    world = await startProxyWorld({
      proxy: { allowedOrigins: [LISTED] },
      start: async (config) => {
        watched = await startWatchedServer(config);
        return watched;
      },
    });
  });
  afterEach(() => world.close());

  const preflight = (path: string, origin: string): Promise<Response> =>
    fetch(`${world.origin}/oauth2/v1/${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, dpop, x-evil',
      },
    });

  it('of a listed origin may register and fetch tokens, and read the answers', async () => {
    for (const path of ['token', 'clients', 'revoke']) {
      const response = await preflight(path, LISTED);
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('access-control-allow-origin'), LISTED);
      assert.equal(response.headers.get('access-control-allow-headers'), 'content-type, dpop');
      assert.equal(response.headers.get('access-control-allow-credentials'), null);
    }
    const response = await requestRegistration(world, METADATA, { origin: LISTED });
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('access-control-allow-origin'), LISTED);
    assert.match(response.headers.get('vary') ?? '', /Origin/);
  });

  it('of the proxy itself may too, by each name of this computer', async () => {
    const { port } = new URL(world.origin);
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const response = await requestRegistration(world, METADATA, { origin: `http://${name}:${port}` });
      assert.equal(response.status, 201, name);
    }
  });

  it('that reach it by a name of their own get nothing, not even the consent page', async () => {
    for (const path of ['/oauth2/v1/authorize', '/oauth2/v1/token', '/oauth/callback', '/oauth/consent/any']) {
      assert.equal(await statusWithHost(`${world.origin}${path}`, 'evil.example'), 403, path);
    }
  });

  for (const origin of [
    'https://evil.example',
    'https://inspector.example.evil.example',
    'http://inspector.example',
    'http://localhost:6274',
    'http://127.0.0.1:3000',
    'null',
  ]) {
    it(`of ${origin} are refused with 403, whether they ask first or not`, async () => {
      for (const path of ['token', 'clients', 'revoke']) {
        const body = new URLSearchParams({ grant_type: 'authorization_code' });
        const posted = await fetch(`${world.origin}/oauth2/v1/${path}`, { method: 'POST', headers: { origin }, body });
        for (const response of [posted, await preflight(path, origin)]) {
          assert.equal(response.status, 403);
          assert.equal(response.headers.get('access-control-allow-origin'), null);
          assert.match(await response.text(), /"error":"invalid_request".*this origin may not/);
        }
      }
      const reasons = watched.audited().filter(({ reason }) => reason === `foreign origin: ${origin}`);
      assert.equal(reasons.length, 6);
    });
  }
});

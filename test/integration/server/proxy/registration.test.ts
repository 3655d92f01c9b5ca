import assert from 'node:assert/strict';
import { authorize, errorOf, registerClient, requestRegistration } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

describe('Registration at the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  beforeEach(async () => {
    world = await startProxyWorld({ proxy: { registrations: { perAddress: 3, inAll: 5 } } });
  });
  afterEach(() => world.close());

  for (const uri of [
    'http://evil.example/callback',
    'http://localhost.evil.example/callback',
    'http://user@127.0.0.1/callback',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'evil://callback',
    'https://good.example/#fragment',
  ]) {
    it(`takes no codes to ${uri}`, async () => {
      const response = await requestRegistration(world, { redirect_uris: [uri] });
      assert.equal(await errorOf(response), '400 invalid_redirect_uri');
    });
  }

  for (const field of ['jwks_uri', 'sector_identifier_uri']) {
    it(`fetches nothing from ${field}`, async () => {
      const metadata = { redirect_uris: ['https://good.example/'], [field]: 'https://evil.example/' };
      const response = await requestRegistration(world, metadata);
      assert.equal(await errorOf(response), '400 invalid_client_metadata');
    });
  }

  it('keeps no logo, and gives no secret', async () => {
    const metadata = {
      redirect_uris: ['https://good.example/'],
      logo_uri: 'https://evil.example/okta.png',
      token_endpoint_auth_method: 'client_secret_post',
    };
    const text = await (await requestRegistration(world, metadata)).text();
    assert.doesNotMatch(text, /logo|client_secret/);
    assert.match(text, /"token_endpoint_auth_method":"none"/);
  });

  it('reads no more than a registration needs', async () => {
    const metadata = { redirect_uris: ['https://good.example/'], padding: 'x'.repeat(33_000) };
    const response = await requestRegistration(world, metadata);
    assert.equal(response.status, 413);
    assert.match(await response.text(), /"error":"invalid_client_metadata".*over the limit of 32768 bytes/);
    const broken = await fetch(`${world.origin}/oauth2/v1/clients`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"redirect_uris":',
    });
    assert.equal(await errorOf(broken), '400 invalid_client_metadata');
  });

  it('lets a program on this computer listen on any port', async () => {
    const client = await registerClient(world, 'Program', 'http://127.0.0.1:1/callback');
    const answer = await authorize(world, { ...client, redirectUri: 'http://127.0.0.1:5123/callback' });
    assert.equal(answer.host, '127.0.0.1:5123');
  });

  it('ends a flood from many addresses', async () => {
    const small = await startProxyWorld({ proxy: { registrations: { perAddress: 100, inAll: 1 } } });
    const metadata = { redirect_uris: ['https://good.example/'] };
    const statuses = [await requestRegistration(small, metadata), await requestRegistration(small, metadata)];
    await small.close();
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [201, 429],
    );
  });

  it('ends a flood from one address', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      const response = await requestRegistration(world, { redirect_uris: ['https://good.example/'] });
      statuses.push(response.status);
      if (response.status !== 429) continue;
      assert.ok(Number(response.headers.get('retry-after')) > 0);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.equal(await errorOf(response), '429 too_many_requests');
    }
    assert.deepEqual(statuses, [201, 201, 201, 429]);
  });

  it('ends a flood from one network of IPv6, whose addresses are all of one host', async () => {
    const small = await startProxyWorld({
      proxy: { registrations: { perAddress: 2, inAll: 100 } },
      server: { limits: { trustedProxies: ['loopback'] } },
    });
    const metadata = { redirect_uris: ['https://good.example/'] };
    const from = async (address: string): Promise<number> =>
      (await requestRegistration(small, metadata, { 'x-forwarded-for': address })).status;
    const statuses: number[] = [];
    for (const end of [':1', ':2', 'a:b:c:d']) statuses.push(await from(`2001:db8:0:1:${end}`));
    statuses.push(await from('2001:db8:0:2::1'));
    await small.close();
    assert.deepEqual(statuses, [201, 201, 429, 201]);
  });
});

import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { UnauthorizedError as UnauthorizedV1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { signInByBrowser } from './browser.ts';
import { MemoryProvider } from './memoryProvider.ts';
import { postForm } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const NAME = { name: 'test', version: '1.0.0' };

/** A client of one line of the SDK. */
interface Signed {
  list(): Promise<unknown>;
  close(): Promise<void>;
}

async function connectV2(url: URL, provider: MemoryProvider): Promise<Signed> {
  const first = new StreamableHTTPClientTransport(url, { authProvider: provider });
  await assert.rejects(new Client(NAME).connect(first), UnauthorizedError);
  assert.ok(provider.sentTo);
  await first.finishAuth((await signInByBrowser(provider.sentTo)).searchParams);
  const client = new Client(NAME);
  await client.connect(new StreamableHTTPClientTransport(url, { authProvider: provider }));
  return { list: () => client.callTool({ name: 'list_incidents', arguments: {} }), close: () => client.close() };
}

async function connectV1(url: URL, provider: MemoryProvider): Promise<Signed> {
  const first = new TransportV1(url, { authProvider: provider });
  await assert.rejects(new ClientV1(NAME).connect(first), UnauthorizedV1);
  assert.ok(provider.sentTo);
  const answer = await signInByBrowser(provider.sentTo);
  await first.finishAuth(answer.searchParams.get('code') ?? '');
  const client = new ClientV1(NAME);
  await client.connect(new TransportV1(url, { authProvider: provider }));
  return { list: () => client.callTool({ name: 'list_incidents', arguments: {} }), close: () => client.close() };
}

for (const [line, connect] of [
  ['v1', connectV1],
  ['v2', connectV2],
] as const) {
  describe(`The SDK's own OAuth client, ${line}, at the proxy`, function () {
    this.timeout(30_000);
    let world: ProxyWorld;
    let provider: MemoryProvider;
    let client: Signed;
    beforeEach(async () => {
      world = await startProxyWorld();
      provider = new MemoryProvider();
      client = await connect(new URL(world.server.url), provider);
    });
    afterEach(async () => {
      await client.close();
      await world.close();
    });

    it('registers itself, signs in and lists incidents', async () => {
      assert.match(JSON.stringify(await client.list()), /No incidents found/);
      assert.ok(provider.tokens()?.refresh_token !== undefined);
    });

    it('refreshes, and Okta is refreshed', async () => {
      provider.spoilAccessToken();
      assert.match(JSON.stringify(await client.list()), /No incidents found/);
      assert.equal(world.tokenRequests('refresh_token'), 1);
    });

    it('has to sign in again once its refresh token was revoked', async () => {
      const form = {
        client_id: provider.clientInformation()?.client_id ?? '',
        token: provider.tokens()?.refresh_token ?? '',
      };
      assert.equal((await postForm(world, 'revoke', form)).status, 200);
      provider.spoilAccessToken();
      const before = provider.sentTo;
      await assert.rejects(client.list());
      assert.notEqual(provider.sentTo, before);
    });
  });
}

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { eventually } from '../oauth/world.ts';
import { postRpc } from '../support/postRpc.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

describe('2026-era subscriptions of the incident server', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;

  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ ...issuer });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  it('tell subscribers of changes', async () => {
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers } }));
    const updates = new EventTarget();
    const updated = once(updates, 'incidents://all');
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      updates.dispatchEvent(new Event(params.uri));
    });
    const subscription = await client.listen({ resourceSubscriptions: ['incidents://all'] });
    await client.callTool({ name: 'create_incident', arguments: { title: 'Disk is full' } });
    await updated;
    await subscription.close();
    await client.close();
  });

  it('end when the token expires', async () => {
    const token = await issuer.token({ exp: Math.floor(Date.now() / 1000) - 4 });
    const params = { notifications: { resourceSubscriptions: ['incidents://all'] } };
    const response = await postRpc(server.url, { method: 'subscriptions/listen', params }, token);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /subscriptions\/acknowledged/);
  });

  it('are limited in number for one person and client, and make room when one ends', async () => {
    const params = { notifications: { resourceSubscriptions: ['incidents://all'] } };
    const listen = async (claims: object, signal: AbortSignal): Promise<number> => {
      const token = await issuer.token({ sub: 'many@example.com', ...claims });
      const call = { method: 'subscriptions/listen', params };
      return (await postRpc(server.url, call, token, {}, signal)).status;
    };
    const [one, rest] = [new AbortController(), new AbortController()];
    assert.equal(await listen({}, one.signal), 200);
    for (let count = 1; count < 100; count += 1) assert.equal(await listen({}, rest.signal), 200);
    assert.equal(await listen({}, rest.signal), 429);
    assert.equal(await listen({ sub: 'ada@example.com' }, rest.signal), 200);
    one.abort();
    assert.ok(await eventually(async () => (await listen({}, rest.signal)) === 200));
    rest.abort();
  });
});

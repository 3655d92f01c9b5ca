import assert from 'node:assert/strict';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { postRpc } from '../../support/postRpc.ts';
import { subscribeV1 } from '../../support/subscribers.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';

describe('subscriptions of one session', () => {
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

  it('are limited in number, and make room when one ends', async () => {
    const subscriber = await subscribeV1(server.url, await issuer.token());
    for (let count = 0; count < 500; count += 1) await subscriber.subscribe(`incidents://INC-${count}`);
    await subscriber.subscribe('incidents://INC-0');
    await assert.rejects(subscriber.subscribe('incidents://INC-500'), /500 subscriptions/);
    await subscriber.unsubscribe('incidents://INC-0');
    await subscriber.subscribe('incidents://INC-500');
    await subscriber.close();
  });

  it('name addresses of a sensible length', async () => {
    const subscriber = await subscribeV1(server.url, await issuer.token());
    await assert.rejects(subscriber.subscribe(`incidents://${'x'.repeat(3000)}`), /too long/);
    await subscriber.close();
  });
});

describe('subscriptions of one stream of the 2026 era', () => {
  it('are limited in number', async () => {
    const issuer = await startTokenIssuer();
    const server = await startServer({ ...issuer });
    const stop = new AbortController();
    const listen = async (count: number): Promise<Response> => {
      const resourceSubscriptions = Array.from({ length: count }, (_, at) => `incidents://INC-${at}`);
      const call = { method: 'subscriptions/listen', params: { notifications: { resourceSubscriptions } } };
      return postRpc(server.url, call, await issuer.token(), {}, stop.signal);
    };
    try {
      const refused = await listen(501);
      assert.equal(refused.status, 400);
      assert.match(await refused.text(), /"code":-32602,.*500/);
      assert.equal((await listen(500)).status, 200);
    } finally {
      stop.abort();
      await server.close();
      await issuer.close();
    }
  });
});

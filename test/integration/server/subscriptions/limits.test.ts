import assert from 'node:assert/strict';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
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

import assert from 'node:assert/strict';
import pg from 'pg';
import { postRpc } from '../../support/postRpc.ts';
import { errorOf, requestRegistration, signedInClient } from '../proxy/proxyClient.ts';
import { type ProxyPair, startProxyPair } from '../proxy/proxyPair.ts';

/** Milliseconds: less than the limit that a server has of itself. */
const PATIENCE = 20_000;
const RESOLVED = { id: 'INC-1001', status: 'resolved' };
const call = (name: string, args: object) => ({ method: 'tools/call', params: { name, arguments: args } });

describe('DATABASE_TIMEOUT', function () {
  this.timeout(60_000);
  let pair: ProxyPair;
  let other: pg.Client;

  before(async () => {
    pair = await startProxyPair({}, { DATABASE_TIMEOUT: '1' });
    other = new pg.Client(pair.database);
    await other.connect();
  });
  after(async () => {
    await other.end();
    await pair.close();
  });

  it('is the time that a statement may take, of a call and at the proxy', async () => {
    const { client, tokens } = await signedInClient(pair);
    const post = (name: string, args: object) =>
      postRpc(pair.server.url, call(name, args), tokens.access_token, {}, AbortSignal.timeout(PATIENCE));
    await post('create_incident', { title: 'x' });
    await other.query('begin; lock table incidents, proxy_record in access exclusive mode');
    const [updated, registered] = await Promise.all([
      post('update_incident', RESOLVED),
      requestRegistration(pair, { redirect_uris: [client.redirectUri] }),
    ]);
    await other.query('rollback');
    assert.match(await updated.text(), /The server failed to do this\. Try again later\./);
    assert.equal(await errorOf(registered), '503 temporarily_unavailable');
    assert.match(await (await post('update_incident', RESOLVED)).text(), /updated/);
  });
});

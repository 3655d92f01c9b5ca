import assert from 'node:assert/strict';
import { postRpc } from '../../support/postRpc.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';
import { until } from '../../support/until.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const FAILURES = 10;

describe('tokens that are no good, from one address', () => {
  let issuer: TokenIssuer;
  let server: WatchedServer;
  let good: string;
  beforeEach(async () => {
    issuer = await startTokenIssuer();
    const limits = { trustedProxies: ['loopback'] };
    server = await startWatchedServer({ ...issuer, limits }, { person: 1000, address: 4 * FAILURES });
    good = await issuer.token();
  });
  afterEach(async () => {
    await server.close();
    await issuer.close();
  });

  const send = (token: string | undefined, address = '192.0.2.1'): Promise<Response> =>
    postRpc(server.url, LIST, token, { 'x-forwarded-for': address });
  const statusOf = async (token: string | undefined, address?: string): Promise<number> =>
    (await send(token, address)).status;

  it('are refused unseen after a quarter of its requests, until a minute is over', async () => {
    for (let times = 0; times < FAILURES; times += 1) assert.equal(await statusOf(`random-${times}`), 401);
    const refused = await send('another-one');
    assert.equal(refused.status, 429);
    const seconds = Number(refused.headers.get('retry-after'));
    assert.ok(seconds > 0 && seconds <= 60);
    assert.equal(refused.headers.get('www-authenticate'), null);
    await until(() => server.audited().at(-1)?.['status'] === 429, 'the refusal');
    assert.equal(server.audited().at(-1)?.['reason'], 'rate of failed tokens');
    assert.equal(await statusOf('another-one', '192.0.2.2'), 401);
  });

  it('shut out nobody whose token was good within the hour, nor those who have yet to sign in', async () => {
    assert.equal(await statusOf(good), 200);
    for (let times = 0; times < FAILURES; times += 1) await statusOf(`random-${times}`);
    assert.equal(await statusOf('another-one'), 429);
    assert.equal(await statusOf(good), 200);
    assert.equal(await statusOf(undefined), 401);
  });

  it('count once each, so that a program that goes on with its old one shuts out nobody', async () => {
    for (let times = 0; times < 2 * FAILURES; times += 1) assert.equal(await statusOf('old'), 401);
    assert.equal(await statusOf(good), 200);
  });
});

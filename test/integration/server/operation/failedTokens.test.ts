import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../../../src/server/http/listen.ts';
import { postRpc } from '../../support/postRpc.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';
import { until } from '../../support/until.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const FAILURES = 10;

const RATES = { person: 1000, address: 4 * FAILURES };

describe('tokens that are no good, from one address', () => {
  let issuer: TokenIssuer;
  let server: WatchedServer;
  let good: string;
  beforeEach(async () => {
    issuer = await startTokenIssuer();
    const limits = { trustedProxies: ['loopback'] };
    server = await startWatchedServer({ ...issuer, limits }, RATES);
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

  it('are answered 429 after a quarter of its requests, until a minute is over', async () => {
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

  it('shut out nobody else there, with a new token that is good or with none yet', async () => {
    for (let times = 0; times < FAILURES; times += 1) await statusOf(`random-${times}`);
    assert.equal(await statusOf('another-one'), 429);
    assert.equal(await statusOf(await issuer.token({ sub: 'bob@example.com' })), 200);
    assert.equal(await statusOf(await issuer.token({ aud: 'other' })), 429);
    assert.equal(await statusOf(undefined), 401);
  });

  it('count once each, so that a program that goes on with its old one shuts out nobody', async () => {
    for (let times = 0; times < 2 * FAILURES; times += 1) assert.equal(await statusOf('old'), 401);
    assert.equal(await statusOf(good), 200);
  });
});

describe('tokens that are no good, where the issuer is asked about each', () => {
  let server: WatchedServer;
  let closeIssuer: () => Promise<void>;
  let asked: string[];
  /** Milliseconds that have passed, and those by which the clock of the day was set. */
  let ahead: number;
  let setBy: number;
  beforeEach(async () => {
    [asked, ahead, setBy] = [[], 0, 0];
    const times = { iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 300 };
    const claims = { sub: 'ada@example.com', client_id: '0oaClient', scope: 'incidents:read', aud: 'api', ...times };
    const http = createServer((request, response) => {
      text(request).then(
        (body) => {
          const token = new URLSearchParams(body).get('token') ?? '';
          asked.push(token);
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(token.startsWith('good') ? { active: true, ...claims } : { active: false }));
        },
        () => response.destroy(),
      );
    });
    const { port, close } = await listen(http, 0);
    closeIssuer = close;
    const introspection = { clientId: 'a', clientSecret: 'b' };
    const config = { issuer: `http://127.0.0.1:${port}/oauth2/default`, audience: 'api', introspection };
    const clocks = { now: () => Date.now() + ahead + setBy, monotonic: () => performance.now() + ahead };
    server = await startWatchedServer({ ...config, ...clocks }, RATES);
  });
  afterEach(async () => {
    await server.close();
    await closeIssuer();
  });
  const statusOf = async (token?: string): Promise<number> => (await postRpc(server.url, LIST, token)).status;

  it('are refused unasked after a quarter of its requests', async () => {
    for (let times = 0; times < FAILURES; times += 1) assert.equal(await statusOf(`random-${times}`), 401);
    assert.equal(asked.length, FAILURES);
    assert.equal(await statusOf('another-one'), 429);
    assert.equal(await statusOf('good-but-new'), 429);
    assert.equal(asked.length, FAILURES);
  });

  it('shut out nobody whose token was good within the hour, nor those who have yet to sign in', async () => {
    assert.equal(await statusOf('good'), 200);
    for (let times = 0; times < FAILURES; times += 1) await statusOf(`random-${times}`);
    assert.equal(await statusOf('another-one'), 429);
    assert.equal(await statusOf('good'), 200);
    assert.equal(await statusOf(), 401);
    [ahead, setBy] = [3_600_000, -7_200_000];
    assert.equal(await statusOf('good'), 429);
  });
});

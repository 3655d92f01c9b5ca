import assert from 'node:assert/strict';
import pg from 'pg';
import { eventually } from '../../oauth/world.ts';
import { CookieJar } from '../../support/loginByForm.ts';
import { postRpc } from '../../support/postRpc.ts';
import {
  authorize,
  authorizeUrl,
  errorOf,
  followToClient,
  openConsent,
  postForm,
  redeem,
  refresh,
  registerClient,
  requestRegistration,
  signedInClient,
  signInAtOkta,
  tokensOf,
} from './proxyClient.ts';
import { type ProxyPair, startProxyPair } from './proxyPair.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };

describe('The proxy in two processes on one PostgreSQL', function () {
  this.timeout(60_000);
  let pair: ProxyPair;
  beforeEach(async () => {
    pair = await startProxyPair({}, { MCP_RATE_PER_ADDRESS: '40' });
  });
  afterEach(() => pair.close());

  const ports = (): readonly number[] => pair.each.map(({ server }) => Number(new URL(server.url).port));

  /** Has both processes come to where they use a record of that kind up, before either may. */
  async function atTheSameInstant(model: string, ask: () => Promise<Response>): Promise<readonly Response[]> {
    const holder = new pg.Client(pair.database);
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('select 1 from proxy_record where model = $1 for update', [model]);
      const answers = Promise.all([ask(), ask()]);
      await eventually(async () => {
        const { rowCount } = await holder.query('select 1 from pg_locks where not granted');
        return rowCount === 2;
      });
      await holder.query('commit');
      return await answers;
    } finally {
      await holder.end();
    }
  }

  it('signs in by turns at both, whose tokens either takes', async () => {
    const { client, tokens } = await signedInClient(pair);
    for (const { server } of pair.each) {
      const answer = await postRpc(server.url, LIST, tokens.access_token);
      assert.equal(answer.status, 200);
    }
    let latest = tokens;
    for (let times = 0; times < 3; times += 1) latest = await tokensOf(await refresh(pair, client, latest));
  });

  it('counts registrations once for both', async () => {
    const metadata = { redirect_uris: ['https://good.example/'] };
    for (let times = 0; times < 20; times += 1) {
      assert.equal((await requestRegistration(pair, metadata)).status, 201);
    }
    for (const port of ports()) {
      const one = { ...pair, origin: `http://127.0.0.1:${port}` };
      assert.equal((await requestRegistration(one, metadata)).status, 429);
    }
  });

  it('counts tokens that are no good once for both', async () => {
    const statusAt = async (port: number, token: string): Promise<number> =>
      (await postRpc(`http://127.0.0.1:${port}/mcp`, LIST, token)).status;
    for (let times = 0; times < 5; times += 1) {
      for (const port of ports()) assert.equal(await statusAt(port, `random-${times}-${port}`), 401);
    }
    for (const port of ports()) assert.equal(await statusAt(port, `late-${port}`), 429);
  });

  it('ends what it gave for a code that both redeem at the same instant, at Okta too', async () => {
    const client = await registerClient(pair);
    const answer = await authorize(pair, client);
    const answers = await atTheSameInstant('AuthorizationCode', () => redeem(pair, client, answer));
    for (const one of answers) {
      const error = one.status === 200 ? await refresh(pair, client, await tokensOf(one)) : one;
      assert.equal(await errorOf(error), '400 invalid_grant');
    }
    assert.equal(pair.okta.requests.filter(({ path }) => path.endsWith('/v1/revoke')).length, 1);
  });

  it('bears two refreshes at the same instant, one at each', async () => {
    const { client, tokens } = await signedInClient(pair);
    const answers = await Promise.all([refresh(pair, client, tokens), refresh(pair, client, tokens)]);
    for (const answer of answers) await tokensOf(await refresh(pair, client, await tokensOf(answer)));
  });

  it('ends a sign-in at one that was begun at the other, which is gone', async () => {
    pair.sendTo(0);
    const client = await registerClient(pair);
    const jar = new CookieJar();
    const { page, token } = await openConsent(jar, authorizeUrl(pair, client));
    const callback = await signInAtOkta(jar, page, token);
    await pair.servers[0].kill();
    pair.sendTo(1);
    await tokensOf(await redeem(pair, client, await followToClient(jar, callback)));
  });

  it('goes on with every sign-in where one of them is killed, and ends them for both', async () => {
    const { client, tokens } = await signedInClient(pair);
    await pair.servers[0].kill();
    const renewed = await tokensOf(await refresh(pair, client, tokens));
    const form = { client_id: client.id, token: renewed.refresh_token ?? '' };
    assert.equal((await postForm(pair, 'revoke', form)).status, 200);
    assert.equal(await errorOf(await refresh(pair, client, renewed)), '400 invalid_grant');
    assert.ok(pair.okta.requests.some(({ path }) => path.endsWith('/v1/revoke')));
  });
});

import assert from 'node:assert/strict';
import pg from 'pg';
import { CookieJar } from '../../support/loginByForm.ts';
import { type ForgetfulWay, openForgetfulWay } from '../../support/postgres/forgetfulWay.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import {
  answerConsent,
  authorize,
  authorizeUrl,
  errorOf,
  followToClient,
  locationOf,
  openConsent,
  type ProxyClient,
  redeem,
  refresh,
  refusalOf,
  requestRegistration,
  signedInClient,
  signInAtOkta,
  type Tokens,
  tokensOf,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

/** Milliseconds. */
const LIMIT = 500;
/** Milliseconds in which something must be heard of a request that uses PostgreSQL a few times. */
const PATIENCE = 15_000;
const METADATA = { redirect_uris: ['http://127.0.0.1:7777/callback'] };
const WORDS = '503 What this server keeps cannot be reached now. Try again in a minute.';

describe('The proxy on a PostgreSQL that hangs', function () {
  this.timeout(60_000);
  let way: ForgetfulWay;
  let other: pg.Client;
  let world: ProxyWorld;
  let client: ProxyClient;
  let tokens: Tokens;

  before(async () => {
    const url = await emptyDatabase();
    way = await openForgetfulWay(url);
    world = await startProxyWorld({ proxy: { databaseUrl: way.url, callLimit: LIMIT } });
    other = new pg.Client(url);
    await other.connect();
  });
  beforeEach(async () => ({ client, tokens } = await signedInClient(world)));
  after(async () => {
    await other.end();
    await world.close();
    await way.close();
  });

  /** What is answered while somebody holds the tables. */
  async function whileLocked(ask: () => Promise<Response>): Promise<Response> {
    await other.query('begin; lock table proxy_record in access exclusive mode');
    const late = AbortSignal.timeout(PATIENCE);
    const given = new Promise<never>((_resolve, reject) => {
      late.addEventListener('abort', () => reject(new Error('no answer')));
    });
    try {
      return await Promise.race([ask(), given]);
    } finally {
      await other.query('rollback');
    }
  }

  it('has a client come again with its refresh token, which stays good', async () => {
    const answer = await whileLocked(() => refresh(world, client, tokens));
    assert.equal(answer.headers.get('retry-after'), '5');
    assert.equal(await errorOf(answer), '503 temporarily_unavailable');
    await tokensOf(await refresh(world, client, tokens));
    assert.ok(world.log.some((line) => line.includes('statement timeout')));
  });

  it('has a client come again with its code, which stays good', async () => {
    const code = await authorize(world, client);
    const answer = await whileLocked(() => redeem(world, client, code));
    assert.equal(await errorOf(answer), '503 temporarily_unavailable');
    await tokensOf(await redeem(world, client, code));
  });

  it('has a client that would register come again', async () => {
    const answer = await whileLocked(() => requestRegistration(world, METADATA));
    assert.equal(await errorOf(answer), '503 temporarily_unavailable');
    assert.equal((await requestRegistration(world, METADATA)).status, 201);
  });

  it('tells a person at each page, who can go on once it answers', async () => {
    const jar = new CookieJar();
    const url = authorizeUrl(world, client);
    assert.equal(await refusalOf(await whileLocked(() => jar.fetch(url))), WORDS);
    const { page, token } = await openConsent(jar, url);
    assert.equal(await refusalOf(await whileLocked(() => jar.fetch(page))), WORDS);
    const agree = () => answerConsent(jar, page, { token, decision: 'allow' });
    assert.equal(await refusalOf(await whileLocked(agree)), WORDS);
    const callback = await signInAtOkta(jar, page, token);
    assert.equal(await refusalOf(await whileLocked(() => jar.fetch(callback))), WORDS);
    const resumed = locationOf(await jar.fetch(callback), callback);
    assert.equal(await refusalOf(await whileLocked(() => jar.fetch(resumed))), WORDS);
    await tokensOf(await redeem(world, client, await followToClient(jar, resumed)));
  });

  it('gives up connections that fell silent, once, and goes on with new ones', async () => {
    way.forget();
    const asked = refresh(world, client, tokens);
    assert.equal(await errorOf(await asked), '503 temporarily_unavailable');
    await tokensOf(await refresh(world, client, tokens));
  });
});

import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { eventually } from '../../oauth/world.ts';
import { errorOf, postForm, refresh, signedInClient, tokensOf } from './proxyClient.ts';
import { type ProxyPair, startProxyPair } from './proxyPair.ts';

const PASSED_ON = 'x-passed-on';

describe('A grant that two processes of the proxy refresh, at an Okta that takes each token once', function () {
  this.timeout(60_000);
  let pair: ProxyPair;
  let database: pg.Client;
  /** Refreshes that have come to Okta and wait there. */
  let held: (() => void)[];
  let isHolding: boolean;

  function passOn(request: IncomingMessage, response: ServerResponse): void {
    const { method, url: path, headers } = request;
    const to = new URL(pair.okta.origin);
    const onward = httpRequest(to, { method, path, headers: { ...headers, [PASSED_ON]: 'yes' } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  }

  const intercept = (request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    if (!isHolding || !path.endsWith('/v1/token') || request.headers[PASSED_ON] !== undefined) return false;
    held.push(() => passOn(request, response));
    return true;
  };

  beforeEach(async () => {
    held = [];
    isHolding = false;
    pair = await startProxyPair({ intercept });
    database = new pg.Client(pair.database);
    await database.connect();
  });
  afterEach(async () => {
    await database.end();
    await pair.close();
  });

  const revocations = (): number => pair.okta.requests.filter(({ path }) => path.endsWith('/v1/revoke')).length;
  const refreshesAtOkta = (): number =>
    pair.okta.requests.filter(({ grantType }) => grantType === 'refresh_token').length;

  async function waitingForTurns(): Promise<number> {
    const { rowCount } = await database.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`);
    return rowCount ?? 0;
  }

  /** Has PostgreSQL say that the one that waits gets no turn. */
  async function refuseTurn(): Promise<void> {
    await eventually(async () => (await waitingForTurns()) === 1);
    await database.query(`select pg_cancel_backend(pid) from pg_locks where locktype = 'advisory' and not granted`);
  }

  function release(): void {
    isHolding = false;
    for (const go of held.splice(0)) go();
  }

  it('is refreshed there once, for both', async () => {
    const { client, tokens } = await signedInClient(pair);
    isHolding = true;
    const answers = Promise.all(pair.each.map((proxy) => refresh(proxy, client, tokens)));
    await eventually(async () => held.length + (await waitingForTurns()) === 2);
    release();
    for (const answer of await answers) await tokensOf(answer);
    assert.equal(refreshesAtOkta(), 1);
  });

  it('goes on at the other where the one that refreshes is killed', async () => {
    const { client, tokens } = await signedInClient(pair);
    isHolding = true;
    const lost = refresh(pair.each[0], client, tokens);
    await eventually(() => held.length === 1);
    const answer = refresh(pair.each[1], client, tokens);
    await eventually(async () => (await waitingForTurns()) === 1);
    isHolding = false;
    await Promise.all([pair.servers[0].kill(), assert.rejects(lost)]);
    await tokensOf(await answer);
  });

  it('is refreshed where the connection that keeps its turn is lost meanwhile', async () => {
    const { client, tokens } = await signedInClient(pair);
    isHolding = true;
    const answer = refresh(pair.each[0], client, tokens);
    await eventually(() => held.length === 1);
    const { rowCount } = await database.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`,
    );
    assert.equal(rowCount, 1);
    release();
    const renewed = await tokensOf(await answer);
    await tokensOf(await refresh(pair.each[0], client, renewed));
  });

  it('is told as 503 while nobody can say whose turn it is, and stays', async () => {
    const { client, tokens } = await signedInClient(pair);
    isHolding = true;
    const first = refresh(pair.each[0], client, tokens);
    await eventually(() => held.length === 1);
    const second = refresh(pair.each[1], client, tokens);
    await refuseTurn();
    const refused = await second;
    assert.equal(await errorOf(refused), '503 temporarily_unavailable');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    release();
    await tokensOf(await first);
    await tokensOf(await refresh(pair.each[1], client, tokens));
  });
  it('is ended here at once, and at Okta by whoever clears up next, where its revocation had no turn', async () => {
    const { client, tokens } = await signedInClient(pair);
    isHolding = true;
    const refreshed = refresh(pair.each[0], client, tokens);
    await eventually(() => held.length === 1);
    const revoked = postForm(pair.each[1], 'revoke', { client_id: client.id, token: tokens.refresh_token ?? '' });
    await refuseTurn();
    assert.equal((await revoked).status, 200);
    release();
    assert.equal(await errorOf(await refreshed), '400 invalid_grant');
    assert.equal(await errorOf(await refresh(pair.each[1], client, tokens)), '400 invalid_grant');
    assert.equal(revocations(), 0);
    await pair.startAnother();
    await eventually(() => revocations() === 1);
  });
});

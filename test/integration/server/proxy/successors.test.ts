import assert from 'node:assert/strict';
import {
  authorize,
  errorOf,
  redeem,
  refresh,
  registerClient,
  signedInClient,
  type Tokens,
  tokensOf,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

describe('A refresh token of the proxy that is used again', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  /** Milliseconds by which the proxy is ahead. */
  let ahead: number;
  beforeEach(async () => {
    ahead = 0;
    world = await startProxyWorld({ server: { now: () => Date.now() + ahead } });
  });
  afterEach(() => world.close());

  it('has one successor, however many use it within the grace time', async () => {
    const { client, tokens } = await signedInClient(world);
    const together = await Promise.all([refresh(world, client, tokens), refresh(world, client, tokens)]);
    ahead = 20_000;
    const given: Tokens[] = [];
    for (const answer of [...together, await refresh(world, client, tokens)]) given.push(await tokensOf(answer));
    assert.equal(new Set(given.map(({ refresh_token }) => refresh_token)).size, 1);
    assert.equal(new Set(given.map(({ access_token }) => access_token)).size, 3);
    assert.notEqual(given[0]?.refresh_token, tokens.refresh_token);
  });

  it('ends the grant once a thief, who used it within the grace time, and its owner went on apart', async () => {
    const { client, tokens } = await signedInClient(world);
    const owner = await tokensOf(await refresh(world, client, tokens));
    const thief = await tokensOf(await refresh(world, client, tokens));
    ahead = 300_000;
    const next = await tokensOf(await refresh(world, client, thief));
    ahead = 340_000;
    assert.equal(await errorOf(await refresh(world, client, owner)), '400 invalid_grant');
    assert.equal(await errorOf(await refresh(world, client, next)), '400 invalid_grant');
    assert.match(world.log.join('\n'), /"event":"grant_ended"/);
    assert.ok(world.okta.requests.some(({ path }) => path.endsWith('/v1/revoke')));
  });

  it('has another successor in another sign-in, and none that can be told from it', async () => {
    const client = await registerClient(world);
    const successors = new Set<string | undefined>();
    for (let times = 0; times < 2; times += 1) {
      const tokens = await tokensOf(await redeem(world, client, await authorize(world, client)));
      const next = await tokensOf(await refresh(world, client, tokens));
      for (const { refresh_token } of [tokens, next]) successors.add(refresh_token);
    }
    assert.equal(successors.size, 4);
    for (const token of successors) assert.match(token ?? '', /^[\w-]{43}$/);
  });
});

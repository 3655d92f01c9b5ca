import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import { type FailingDatabase, failingDatabase } from './failingDatabase.ts';
import { errorOf, refresh, signedInClient, tokensOf } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

describe('A grant whose database fails, at an Okta that takes each refresh token once', function () {
  this.timeout(30_000);
  let database: FailingDatabase;
  let world: ProxyWorld;
  beforeEach(async () => {
    database = await failingDatabase();
    world = await startProxyWorld({ okta: { graceSeconds: 0 }, proxy: { databasePath: database.path } });
  });
  afterEach(async () => {
    await world.close();
    await database.remove();
  });

  const told = (): boolean => world.log.some((line) => line.includes('cannot be written') && line.includes('disk'));

  it('is refreshed where the database takes it a moment later', async () => {
    const { client, tokens } = await signedInClient(world);
    database.refuse('update', 'Upstream');
    const answer = refresh(world, client, tokens);
    await until(told, 'a word on the failure');
    database.recover();
    const renewed = await tokensOf(await answer);
    await tokensOf(await refresh(world, client, renewed));
  });

  it('is told as 503 while the database takes nothing, and stays', async () => {
    const { client, tokens } = await signedInClient(world);
    database.refuse('update', 'Upstream');
    for (let time = 0; time < 2; time += 1) {
      const refused = await refresh(world, client, tokens);
      assert.equal(await errorOf(refused), '503 temporarily_unavailable');
      assert.ok(Number(refused.headers.get('retry-after')) > 0);
    }
    database.recover();
    await tokensOf(await refresh(world, client, tokens));
  });

  it('is written when the server ends, at the latest', async () => {
    const { client, tokens } = await signedInClient(world);
    database.refuse('update', 'Upstream');
    assert.equal(await errorOf(await refresh(world, client, tokens)), '503 temporarily_unavailable');
    database.recover();
    await world.restart();
    await tokensOf(await refresh(world, client, tokens));
  });
});

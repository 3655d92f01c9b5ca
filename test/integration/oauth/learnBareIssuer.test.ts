import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { learnBareIssuer } from '../../../src/core/oauth/callbacks/learnBareIssuer.ts';
import { freePort } from '../../../src/demo/freePort.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const never = new AbortController().signal;

describe('The owner of the bare callback path', function () {
  this.timeout(30_000);
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('is found by asking the servers in order, without a token, passing over one that is down', async () => {
    const down = { ...world.entry, name: 'Down', url: `http://127.0.0.1:${await freePort()}/mcp` };
    const found = await learnBareIssuer([down, world.entry], world.effects, never);
    assert.deepEqual(found, { server: world.entry, issuer: world.issuer.issuer });
    assert.equal(world.issuer.requests.filter(({ path }) => !path.includes('.well-known')).length, 0);
  });

  it('is nobody where none can be asked', async () => {
    const down = { ...world.entry, url: `http://127.0.0.1:${await freePort()}/mcp` };
    assert.equal(await learnBareIssuer([down], world.effects, never), undefined);
  });

  it('is not looked for any longer once the sign-in was cancelled', async () => {
    const asked = learnBareIssuer([world.entry, world.entry], world.effects, AbortSignal.abort());
    await assert.rejects(asked, (error) => isAppError(error, 'cancelled'));
  });
});

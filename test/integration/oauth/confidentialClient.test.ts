import assert from 'node:assert/strict';
import { Credentials } from '../../../src/core/oauth/clients/credentials.ts';
import type { SignInPlan } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { Method } from '../../peers/registeringIssuer.ts';
import { startRegisteringSite } from './registeringSite.ts';
import type { RegisteringSite } from './registeringSite.ts';

describe('A configured client that has a secret', () => {
  let world: RegisteringSite;
  let credentials: Credentials;

  beforeEach(async () => {
    world = await startRegisteringSite();
    credentials = new Credentials(world.secrets);
  });
  afterEach(() => world.close());

  /** A client that somebody set up at the issuer, and the plan of a sign-in that names it. */
  async function configured(method: Method): Promise<SignInPlan> {
    world.issuer.habits.methods = [method];
    const { client, redirectUris = [] } = await world.plan();
    const { clientId, authentication } = client;
    assert.ok('secret' in authentication);
    await credentials.keep(world.issuer.url, clientId, { ...authentication, method: 'client_secret_basic' });
    return { ...(await world.plan({ credentials }, { clientId })), redirectUris };
  }

  for (const method of ['client_secret_basic', 'client_secret_post'] satisfies Method[]) {
    it(`signs in by browser with ${method}, where the issuer wants that`, async () => {
      const plan = await configured(method);
      assert.equal(plan.clientOrigin, 'configured');
      const { authentication } = await world.signIn(plan);
      assert.deepEqual(world.issuer.redeemed, [{ clientId: plan.client.clientId, method }]);
      assert.deepEqual(authentication, plan.client.authentication);
    });
  }

  it('is public at every other issuer', async () => {
    const { client } = await configured('client_secret_basic');
    await credentials.forget(world.issuer.url, client.clientId);
    await credentials.keep('https://other.example', client.clientId, client.authentication);
    const plan = await world.plan({ credentials }, { clientId: client.clientId });
    assert.deepEqual(plan.client.authentication, { method: 'none' });
  });
});

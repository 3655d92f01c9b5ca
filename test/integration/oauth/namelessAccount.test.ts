import assert from 'node:assert/strict';
import { startRegisteringSite } from './registeringSite.ts';

describe('An issuer whose tokens do not say who signed in', () => {
  it('has one account at a server, however often it is signed in to', async () => {
    const world = await startRegisteringSite();
    try {
      const plan = await world.plan();
      const [first, second] = [await world.signIn(plan), await world.signIn(plan)];
      assert.notEqual(second.session.id, first.session.id);
      assert.deepEqual(second.session.account, first.session.account);
    } finally {
      await world.close();
    }
  });
});

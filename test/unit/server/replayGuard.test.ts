import assert from 'node:assert/strict';
import { ReplayGuard } from '../../../src/server/auth/replayGuard.ts';

describe('the memory of used proofs', () => {
  it('takes an id once within its time', () => {
    const guard = new ReplayGuard();
    assert.equal(guard.isNew('a', 100, 0), true);
    assert.equal(guard.isNew('a', 100, 50), false);
    assert.equal(guard.isNew('b', 100, 50), true);
    assert.equal(guard.isNew('a', 300, 200), true);
  });

  it('forgets what is over to make room, and takes nothing more where all is still used', () => {
    const guard = new ReplayGuard(2);
    assert.ok(guard.isNew('a', 100, 0) && guard.isNew('b', 200, 0));
    assert.equal(guard.isNew('c', 200, 50), false);
    assert.equal(guard.isNew('c', 200, 150), true);
    assert.equal(guard.isNew('d', 200, 150), false);
    assert.equal(guard.isNew('b', 200, 150), false);
  });
});

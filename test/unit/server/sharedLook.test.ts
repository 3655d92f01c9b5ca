import assert from 'node:assert/strict';
import { sharedLook } from '../../../src/server/http/sharedLook.ts';

describe('A shared look', () => {
  let passed: number;
  let looks: number;
  let look: () => Promise<boolean>;
  beforeEach(() => {
    passed = 0;
    looks = 0;
    look = sharedLook(
      () => Promise.resolve(++looks > 1),
      () => passed,
    );
  });

  it('is taken once for all who ask within a second', async () => {
    assert.deepEqual(await Promise.all([look(), look()]), [false, false]);
    passed += 999;
    assert.equal(await look(), false);
    passed += 1;
    assert.equal(await look(), true);
    assert.equal(looks, 2);
  });
});

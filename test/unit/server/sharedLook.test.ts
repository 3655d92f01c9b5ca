import assert from 'node:assert/strict';
import { sharedLook } from '../../../src/server/http/sharedLook.ts';

describe('A shared look', () => {
  let now: number;
  let looks: number;
  let look: () => Promise<boolean>;
  beforeEach(() => {
    now = 10_000_000;
    looks = 0;
    look = sharedLook(
      () => Promise.resolve(++looks > 1),
      () => now,
    );
  });

  it('is taken once for all who ask within a second', async () => {
    assert.deepEqual(await Promise.all([look(), look()]), [false, false]);
    now += 999;
    assert.equal(await look(), false);
    now += 1;
    assert.equal(await look(), true);
    assert.equal(looks, 2);
  });

  it('is taken anew when the clock was set back', async () => {
    await look();
    now -= 3_600_000;
    assert.equal(await look(), true);
  });
});

import assert from 'node:assert/strict';
import { OneAtATime } from '../../src/core/oneAtATime.ts';

describe('work one at a time', () => {
  it('runs once more for all who asked while it ran', async () => {
    let [running, most, runs] = [0, 0, 0];
    const work = new OneAtATime(async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    });
    await Promise.all(Array.from({ length: 1000 }, () => work.run()));
    assert.deepEqual([runs, most], [2, 1]);
    await work.run();
    assert.equal(runs, 3);
  });

  it('runs again after it failed', async () => {
    let fails = true;
    const work = new OneAtATime(async () => {
      if (fails) throw new Error('It failed');
    });
    await assert.rejects(work.run(), /It failed/);
    fails = false;
    await work.run();
  });
});

import assert from 'node:assert/strict';
import { backOff, backOffTime } from '../../../src/core/mcp/backOff.ts';

describe('the pause before another try', () => {
  it('doubles with each failure, up to a minute', () => {
    const least = [0, 1, 2, 3, 20, 5000].map((failures) => backOffTime(failures, () => 0));
    assert.deepEqual(least, [250, 500, 1000, 2000, 30_000, 30_000]);
    const most = [0, 1, 7, 5000].map((failures) => backOffTime(failures, () => 1));
    assert.deepEqual(most, [500, 1000, 60_000, 60_000]);
  });

  it('ends at once when nobody waits any more', async () => {
    const stop = new AbortController();
    const waiting = backOff(10, stop.signal);
    stop.abort();
    assert.equal(await waiting, false);
    assert.equal(await backOff(10, AbortSignal.abort()), false);
  });
});

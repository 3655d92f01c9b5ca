import assert from 'node:assert/strict';
import { pollDelay } from '../../../../src/core/incidents/live/pollDelay.ts';

const MINUTE = 60_000;

describe('the time until a server is asked again', () => {
  it('is the interval, and up to 15 % more or less', () => {
    assert.equal(pollDelay(MINUTE, 0, 0.5), MINUTE);
    assert.equal(pollDelay(MINUTE, 0, 0), 51_000);
    assert.equal(pollDelay(MINUTE, 0, 1), 69_000);
  });

  it('doubles for each failure in a row, up to ten minutes', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 1000].map((failures) => pollDelay(MINUTE, failures, 0.5) / MINUTE),
      [2, 4, 8, 10, 10, 10],
    );
  });

  it('is never shorter than an interval that is longer', () => {
    assert.equal(pollDelay(60 * MINUTE, 3, 0.5), 60 * MINUTE);
  });
});

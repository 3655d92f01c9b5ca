import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CHECK_EVERY_MS, createHeartbeatWatch } from '../../../src/demo/heartbeatWatch.ts';

const SECOND = 1000;

/** Runs a check every {@link CHECK_EVERY_MS} for `ms`; tells after how many milliseconds the demo would end. */
function endsAfter(watch: () => boolean, clock: { now: number }, ms: number): number | undefined {
  const start = clock.now;
  while (clock.now - start < ms) {
    clock.now += CHECK_EVERY_MS;
    if (watch()) return clock.now - start;
  }
  return undefined;
}

describe('the demo’s watch over its heartbeat', () => {
  it('keeps it running while somebody touches the file', () => {
    const clock = { now: 0 };
    const watch = createHeartbeatWatch(
      () => clock.now,
      () => clock.now - 20 * SECOND,
    );
    assert.equal(endsAfter(watch, clock, 3600 * SECOND), undefined);
  });

  it('ends it about three minutes after the last touch', () => {
    const clock = { now: 0 };
    const watch = createHeartbeatWatch(
      () => clock.now,
      () => 0,
    );
    const end = endsAfter(watch, clock, 3600 * SECOND);
    assert.ok(end !== undefined && end >= 120 * SECOND && end <= 200 * SECOND, String(end));
  });

  it('lets it live through a laptop’s sleep when the file is touched soon afterwards', () => {
    const clock = { now: 0 };
    let touched = 0;
    const watch = createHeartbeatWatch(
      () => clock.now,
      () => touched,
    );
    clock.now += 8 * 3600 * SECOND;
    assert.equal(watch(), false);
    assert.equal(endsAfter(watch, clock, 2 * CHECK_EVERY_MS), undefined);
    touched = clock.now;
    assert.equal(endsAfter(watch, clock, 120 * SECOND), undefined);
  });

  it('ends it when the file is gone', () => {
    const clock = { now: 0 };
    const watch = createHeartbeatWatch(
      () => clock.now,
      () => undefined,
    );
    assert.equal(endsAfter(watch, clock, 3600 * SECOND), 4 * CHECK_EVERY_MS);
  });
});

import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { SharedAttempt } from '../../../src/core/mcp/sharedAttempt.ts';

describe('a shared attempt', () => {
  function attempts(): { shared: SharedAttempt<number>; started: AbortSignal[]; finish: (value: number) => void } {
    const started: AbortSignal[] = [];
    const waiting: ((value: number) => void)[] = [];
    const shared = new SharedAttempt<number>((signal) => {
      started.push(signal);
      return new Promise((resolve) => waiting.push(resolve));
    });
    return { shared, started, finish: (value) => waiting.pop()?.(value) };
  }

  it('runs once for all who join, and again for those who come later', async () => {
    const { shared, started, finish } = attempts();
    const joined = Promise.all([shared.join(), shared.join()]);
    finish(1);
    assert.deepEqual(await joined, [1, 1]);
    const later = shared.join();
    finish(2);
    assert.equal(await later, 2);
    assert.equal(started.length, 2);
  });

  it('fails for all, and then starts afresh', async () => {
    let tries = 0;
    const shared = new SharedAttempt(async () => {
      if ((tries += 1) === 1) throw new AppError('server_timeout', { host: 'h' });
      return tries;
    });
    const failed = await Promise.allSettled([shared.join(), shared.join()]);
    assert.deepEqual(
      failed.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(await shared.join(), 2);
  });

  it('goes on while somebody waits and stops when nobody does', async () => {
    const { shared, started } = attempts();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = assert.rejects(shared.join(one.signal), { code: 'cancelled' });
    const second = assert.rejects(shared.join(other.signal), { code: 'cancelled' });
    one.abort();
    await first;
    assert.equal(started[0]?.aborted, false);
    other.abort();
    await second;
    assert.equal(started[0].aborted, true);
  });

  it('is not started for one who has cancelled already', async () => {
    const { shared, started } = attempts();
    await assert.rejects(shared.join(AbortSignal.abort()), { code: 'cancelled' });
    assert.equal(started.length, 0);
  });
});

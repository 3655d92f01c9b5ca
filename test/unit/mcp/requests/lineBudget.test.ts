import assert from 'node:assert/strict';
import { LineBudget } from '../../../../src/core/mcp/requests/lineBudget.ts';

describe('the lines that a server may write into the log', () => {
  it('are all kept as long as there are few', () => {
    let now = 0;
    const budget = new LineBudget(() => now);
    for (let line = 0; line < 1000; line += 1) {
      assert.equal(budget.take(), 0);
      now += 100;
    }
  });

  it('are bounded where they come without a pause, and those left out are counted', () => {
    let now = 0;
    const budget = new LineBudget(() => now);
    const taken: (number | undefined)[] = [];
    for (let line = 0; line < 100_000; line += 1) {
      taken.push(budget.take());
      now += 0.01;
    }
    const kept = taken.filter((missed) => missed !== undefined);
    assert.ok(kept.length >= 200 && kept.length <= 230, String(kept.length));
    now += 60_000;
    const told = [...kept, budget.take() ?? 0].reduce((sum, missed) => sum + missed, 0);
    assert.equal(told, 100_000 - kept.length);
    assert.equal(budget.take(), 0);
  });
});

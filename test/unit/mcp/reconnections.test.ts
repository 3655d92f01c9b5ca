import assert from 'node:assert/strict';
import { Reconnections } from '../../../src/core/mcp/reconnections.ts';

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('the pause before a lost stream is resumed', () => {
  it('is none that could be without length, whatever the server says', async () => {
    const reconnections = new Reconnections();
    const began = performance.now();
    await new Promise<void>((resolve) => void reconnections.schedule(resolve, 0, 0));
    assert.ok(performance.now() - began >= 240);
  });

  it('ends with the connection, on all streams', () => {
    const reconnections = new Reconnections();
    const before = timers();
    for (const delay of [1000, 1e12, Number.MAX_VALUE]) {
      reconnections.schedule(() => assert.fail('resumed'), delay, 0);
    }
    assert.equal(timers(), before + 3);
    reconnections.clear();
    assert.equal(timers(), before);
  });
});

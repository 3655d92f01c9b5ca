import assert from 'node:assert/strict';
import { pressingWords } from '../../src/vscode/incidents/pressingWords.ts';

describe('The words on what badge and status bar count', () => {
  for (const [critical, high, words] of [
    [0, 0, ''],
    [1, 0, '1 critical incident is not resolved'],
    [3, 0, '3 critical incidents are not resolved'],
    [0, 1, '1 high incident is not resolved'],
    [0, 7, '7 high incidents are not resolved'],
    [3, 7, '10 critical or high incidents are not resolved, 3 of them critical'],
    [1, 1, '2 critical or high incidents are not resolved, 1 of them critical'],
  ] as const) {
    it(`tell of ${critical} critical and ${high} high ones`, () => {
      assert.equal(pressingWords({ critical, high, isLoadedOnly: false }), words);
    });
  }

  it('say so where only loaded ones are counted', () => {
    const words = pressingWords({ critical: 1, high: 0, isLoadedOnly: true });
    assert.equal(words, '1 critical incident is not resolved, of those that are loaded');
    assert.equal(pressingWords({ critical: 0, high: 0, isLoadedOnly: true }), '');
  });
});

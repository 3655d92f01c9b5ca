import assert from 'node:assert/strict';
import { relativeTime } from '../../../../src/vscode/incidents/relativeTime.ts';

describe('relativeTime', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const rows: readonly (readonly [string, string])[] = [
    ['2026-11-20T11:59:30Z', 'now'],
    ['2026-11-20T11:59:00Z', '1 minute ago'],
    ['2026-11-20T09:10:00Z', '2 hours ago'],
    ['2026-11-19T11:00:00Z', 'yesterday'],
    ['2026-09-20T12:00:00Z', '2 months ago'],
    ['2024-11-20T12:00:00Z', '2 years ago'],
    ['2026-11-20T12:05:00Z', 'in 5 minutes'],
  ];
  for (const [instant, words] of rows) {
    it(`calls ${instant} "${words}"`, () => {
      assert.equal(relativeTime(Date.parse(instant), now, 'en'), words);
    });
  }

  it('speaks the language of the editor', () => {
    assert.equal(relativeTime(Date.parse('2026-11-20T09:10:00Z'), now, 'de'), 'vor 2 Stunden');
  });
});

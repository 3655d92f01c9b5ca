import assert from 'node:assert/strict';
import { labelText, multilineText } from '../../../src/core/shownText.ts';

describe('text made safe to show', () => {
  const labels: readonly (readonly [string, string, string])[] = [
    ['bidirectional overrides and isolates', 'a\u202eb\u2066c\u2069d\u200fe', 'abcde'],
    ['control characters', 'a\u0000b\u001b[31mc\u0085d', 'a b [31mc d'],
    ['line breaks and runs of space', ' a\r\n\tb\u2028c   d ', 'a b c d'],
    ['invisible characters', 'a\u200bb\u00adc\ufeffd\u{e0041}e\u3164f', 'abcdef'],
    ['halves of characters', 'a\ud800b', 'a\ufffdb'],
  ];
  for (const [what, text, expected] of labels) {
    it(`has no ${what}`, () => assert.equal(labelText(text), expected));
  }

  it('keeps emoji, joined letters and Markdown as they are', () => {
    for (const text of ['👩‍💻 می‌خواهم', '<b>*bold*</b> [a](b) $(flame)']) assert.equal(labelText(text), text);
  });

  it('is cut to a length in characters', () => {
    assert.equal(labelText('🔥'.repeat(20), 10), `${'🔥'.repeat(9)}…`);
    assert.equal(labelText('x'.repeat(10_000)).length, 300);
    assert.equal(labelText('x'.repeat(300)), 'x'.repeat(300));
  });

  it('keeps its lines where they matter', () => {
    assert.equal(multilineText('\r\na\r\nb\u2028c\n\n\td\u0007\u202e\n'), 'a\nb\nc\n\n\td');
    assert.equal(multilineText('x'.repeat(100_000)).length, 20_000);
  });
});

import assert from 'node:assert/strict';
import { codeBlock, codeSpan, plainMarkdown } from '../../../src/core/mcp/markdownParts.ts';

describe('parts of Markdown', () => {
  it('make fences longer than any in the text', () => {
    assert.equal(codeBlock('a\n````\nb\n', 'text'), '`````text\na\n````\nb\n`````');
  });
  const spans = [
    ['', ''],
    ['a', '`a`'],
    ['`', '`` ` ``'],
    ['a``b', '```a``b```'],
  ] as const;
  for (const [text, expected] of spans) {
    it(`make ${expected || 'nothing'} of ${text || 'nothing'}`, () => assert.equal(codeSpan(text), expected));
  }
  it('escape what means something', () => assert.equal(plainMarkdown('a_b <i> &amp;'), 'a\\_b \\<i\\> \\&amp;'));
});

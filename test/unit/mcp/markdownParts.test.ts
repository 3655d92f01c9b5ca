import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
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
  it('leave words readable', () => {
    assert.equal(plainMarkdown('Write a post-mortem. Then close it.'), 'Write a post-mortem. Then close it.');
    assert.equal(plainMarkdown('- 1. www.a.example'), '\\- 1\\. www\\.a\\.example');
  });
  it('are read as the text that they were made of', () => {
    // Without what the reader makes a link of though it is escaped: addresses.
    const piece = fc.constantFrom(
      ...'- . + * _ # > | ~ ! : = ^ $ & ` \\ [ ] ( ) { } <'.split(' '),
      'a',
      'é',
      '1',
      '--',
      '. ',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const line = pieces.join('').trim().replaceAll(/ +/g, ' ');
        fc.pre(line !== '');
        const { children } = fromMarkdown(plainMarkdown(line), {
          extensions: [gfm()],
          mdastExtensions: [gfmFromMarkdown()],
        });
        const [block] = children;
        const texts =
          block?.type === 'paragraph' ? block.children.map((part) => (part.type === 'text' ? part.value : part)) : [];
        assert.deepEqual([children.length, texts], [1, [line]]);
      }),
      { numRuns: 500 },
    );
  });
});

import assert from 'node:assert/strict';
import { codeBlock, codeSpan, plainMarkdown } from '../../../src/core/mcp/markdownParts.ts';
import { promptMarkdown } from '../../../src/core/mcp/renderMarkdown.ts';
import type { MarkdownWords } from '../../../src/core/mcp/renderMarkdown.ts';

const WORDS: MarkdownWords = {
  failed: 'The tool failed',
  structured: 'Data',
  image: 'Image',
  audio: 'Audio',
  resource: 'Resource',
  link: 'Link',
  empty: 'Nothing came back',
  user: 'User',
  assistant: 'Assistant',
  size: (bytes) => `${bytes} B`,
};

describe('promptMarkdown', () => {
  it('shows who says what', () => {
    const document = promptMarkdown(
      {
        description: 'Finds *patterns*',
        messages: [
          { role: 'user', content: { type: 'text', text: 'Look:\n1. one' } },
          { role: 'assistant', content: { type: 'text', text: 'Yes' } },
        ],
      },
      'triage_incidents',
      WORDS,
    );
    assert.equal(
      document,
      '# triage\\_incidents\n\nFinds \\*patterns\\*\n\n## User\n\n```text\nLook:\n1. one\n```\n\n## Assistant\n\n```text\nYes\n```\n',
    );
  });

  const images: readonly (readonly [string, string, string, string])[] = [
    ['a bitmap', 'image/png', 'iVBORw0KGgo=', '![Image](data:image/png;base64,iVBORw0KGgo=)'],
    ['no vector image', 'image/svg+xml', 'PHN2Zz4=', '**Image** `image/svg+xml` `5 B`'],
    ['nothing that is not base64', 'image/png', 'x) [a](b', '**Image** `image/png` `6 B`'],
    ['no huge bitmap', 'image/png', 'A'.repeat(4_000_000), '**Image** `image/png` `3000000 B`'],
  ];
  for (const [what, mimeType, base64, expected] of images) {
    it(`shows ${what}`, () =>
      assert.equal(
        promptMarkdown(
          { description: '', messages: [{ role: 'user', content: { type: 'image', mimeType, base64 } }] },
          'p',
          WORDS,
        ),
        `# p\n\n## User\n\n${expected}\n`,
      ));
  }

  it('says that there is nothing', () => {
    assert.equal(promptMarkdown({ description: '', messages: [] }, 'p', WORDS), '# p\n\nNothing came back\n');
  });
});

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

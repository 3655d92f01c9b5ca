import assert from 'node:assert/strict';
import type { ToolResult } from '../../../src/core/mcp/connection.ts';
import { codeBlock, codeSpan, plainMarkdown } from '../../../src/core/mcp/markdownParts.ts';
import { promptMarkdown, toolResultMarkdown } from '../../../src/core/mcp/renderMarkdown.ts';
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

function rendered(result: Partial<ToolResult>): string {
  return toolResultMarkdown({ isError: false, content: [], ...result }, 'Tool', WORDS);
}

describe('toolResultMarkdown', () => {
  it('shows text as text and data as JSON', () => {
    const result = rendered({ content: [{ type: 'text', text: '- [1] Fire (high, open)' }], structured: { found: 1 } });
    assert.equal(
      result,
      '# Tool\n\n```text\n- [1] Fire (high, open)\n```\n\n## Data\n\n```json\n{\n  "found": 1\n}\n```\n',
    );
  });

  it('says whose words an error is in', () => {
    const content = [{ type: 'text' as const, text: 'No such incident' }];
    assert.equal(
      rendered({ isError: true, content }),
      '# Tool\n\n## The tool failed\n\n```text\nNo such incident\n```\n',
    );
  });

  it('says that nothing came back', () => assert.equal(rendered({}), '# Tool\n\nNothing came back\n'));

  it('keeps text, data and names from leaving their place', () => {
    const evil = '```\n[run](command:evil) <img src=x> ````';
    const result = rendered({
      content: [
        { type: 'text', text: evil },
        { type: 'link', uri: 'command:evil`x`', name: '`](command:evil)\n# Heading', mimeType: '' },
        { type: 'resource', uri: 'x`\n\n<b>', mimeType: 'text/`html', text: evil },
      ],
      structured: { evil },
    });
    const outside = result
      .replace(/^(`{3,})(?:text|json)\n[\s\S]*?\n\1$/gm, '')
      .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    assert.doesNotMatch(outside, /command:|<|\[|# Heading/);
    assert.ok(result.includes(`\`\`\`\`\`text\n${evil}\n\`\`\`\`\``));
  });

  it('escapes the title', () => {
    assert.ok(
      toolResultMarkdown({ isError: false, content: [] }, '[a](b)\n# c', WORDS).startsWith('# \\[a\\]\\(b\\) \\# c\n'),
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
      assert.equal(rendered({ content: [{ type: 'image', mimeType, base64 }] }), `# Tool\n\n${expected}\n`));
  }

  it('names audio, links and binary resources', () => {
    const content: ToolResult['content'] = [
      { type: 'audio', mimeType: 'audio/wav', base64: 'AAAA' },
      { type: 'link', uri: 'https://example.com/a', name: 'Runbook', mimeType: '' },
      { type: 'resource', uri: 'incidents://1', mimeType: '', base64: 'AAA=' },
    ];
    assert.equal(
      rendered({ content }),
      '# Tool\n\n**Audio** `audio/wav` `3 B`\n\n**Link** `Runbook` `https://example.com/a`\n\n**Resource** `incidents://1` `2 B`\n',
    );
  });
});

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

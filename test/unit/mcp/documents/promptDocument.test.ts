import assert from 'node:assert/strict';
import type { Content, RenderedPrompt } from '../../../../src/core/mcp/connection.ts';
import { promptDocument, type PromptWords } from '../../../../src/core/mcp/documents/promptDocument.ts';

const WORDS: PromptWords = {
  image: 'Image',
  audio: 'Audio',
  resource: 'Resource',
  link: 'Link',
  empty: 'Nothing came back',
  user: 'User',
  assistant: 'Assistant',
  size: (bytes) => `${bytes} B`,
  cut: (shown, whole) => `${shown} of ${whole}`,
  left: (parts) => `${parts} more`,
};

function shown(contents: readonly Content[], title = 'p') {
  const messages: RenderedPrompt['messages'] = contents.map((content) => ({ role: 'user', content }));
  return promptDocument({ description: '', messages }, title, WORDS);
}

describe('The document of a prompt', () => {
  it('shows who says what', () => {
    const { markdown, attachments, isCut } = promptDocument(
      {
        description: 'Finds *patterns*.\n- and more',
        messages: [
          { role: 'user', content: { type: 'text', text: 'Look:\n1. one' } },
          { role: 'assistant', content: { type: 'text', text: 'Yes' } },
        ],
      },
      'triage_incidents',
      WORDS,
    );
    assert.equal(
      markdown,
      '# triage\\_incidents\n\n```text\nFinds *patterns*.\n- and more\n```\n\n## User\n\n```text\nLook:\n1. one\n```\n\n## Assistant\n\n```text\nYes\n```\n',
    );
    assert.deepEqual([attachments, isCut], [[], false]);
  });

  const parts: readonly (readonly [string, Content, string, object])[] = [
    [
      'a bitmap',
      { type: 'image', mimeType: 'image/png', base64: 'iVBORw0KGgo=' },
      '**Image** `image/png` `8 B`',
      { kind: 'image', fileName: 'image-1.png' },
    ],
    [
      'no vector image, which is only saved',
      { type: 'image', mimeType: 'image/svg+xml', base64: 'PHN2Zz4=' },
      '**Image** `image/svg+xml` `5 B`',
      { kind: 'other', fileName: 'image-1.svg' },
    ],
    [
      'what is not base64, as what it says to be',
      { type: 'image', mimeType: 'image/png', base64: 'x) [a](b' },
      '**Image** `image/png` `6 B`',
      { kind: 'image', fileName: 'image-1.png' },
    ],
    [
      'a sound',
      { type: 'audio', mimeType: 'audio/wav', base64: 'AAAA' },
      '**Audio** `audio/wav` `3 B`',
      { kind: 'audio', fileName: 'audio-1.wav' },
    ],
    [
      'the text of a resource',
      { type: 'resource', uri: 'repo://a/main.py', mimeType: 'text/plain', text: 'pass' },
      '**Resource** `repo://a/main.py` `text/plain`\n\n```text\npass\n```',
      { kind: 'text', fileName: '1-main.py' },
    ],
    [
      'the bytes of a resource',
      { type: 'resource', uri: 'dump://core.bin', mimeType: '', base64: 'AAAA' },
      '**Resource** `dump://core.bin` `3 B`',
      { kind: 'other', fileName: '1-core.bin' },
    ],
    [
      'a link',
      { type: 'link', uri: 'incidents://INC-1', name: 'INC-1', mimeType: '' },
      '**Link** `INC-1` `incidents://INC-1`',
      { kind: 'link', uri: 'incidents://INC-1' },
    ],
  ];
  for (const [what, content, line, expected] of parts) {
    it(`opens ${what}`, () => {
      const { markdown, attachments } = shown([content]);
      assert.equal(markdown, `# p\n\n## User\n\n${line}\n`);
      const [found, ...others] = attachments;
      assert.ok(found && others.length === 0);
      assert.ok(line.startsWith(markdown.split('\n')[found.line] ?? 'none'));
      const { attachment } = found;
      const { bytes: _bytes, ...told } = attachment.kind === 'link' ? { ...attachment, bytes: null } : attachment;
      assert.deepEqual(told, expected);
    });
  }

  it('knows the line that tells of each part', () => {
    const image = { type: 'image', mimeType: 'image/png', base64: 'AAAA' } as const;
    const { markdown, attachments } = shown([image, { type: 'text', text: 'a\nb' }, { ...image, mimeType: 'x/y' }]);
    const lines = markdown.split('\n');
    assert.deepEqual(
      attachments.map(({ line }) => lines[line]),
      ['**Image** `image/png` `3 B`', '**Image** `x/y` `3 B`'],
    );
  });

  it('keeps text, names and addresses from leaving their place', () => {
    const evil = '```\n[run](command:evil) <img src=x> ````';
    const name = '`](command:evil)\n# Heading <b>';
    const messages: RenderedPrompt['messages'] = [
      { role: 'user', content: { type: 'text', text: evil } },
      { role: 'user', content: { type: 'link', uri: 'command:evil`x`', name, mimeType: '' } },
      { role: 'user', content: { type: 'image', mimeType: name, base64: name } },
      { role: 'assistant', content: { type: 'resource', uri: 'x`\n\n<b>', mimeType: 'text/`html', text: evil } },
    ];
    const { markdown } = promptDocument({ description: '', messages }, 'p', WORDS);
    const outside = markdown
      .replace(/^(`{3,})(?:text|json)\n[\s\S]*?\n\1$/gm, '')
      .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    assert.doesNotMatch(outside, /command:|<|\[|# Heading/);
    assert.ok(markdown.includes(`\`\`\`\`\`text\n${evil}\n\`\`\`\`\``));
  });

  it('escapes the title, and sets the description as a text that it cannot leave', () => {
    const { markdown } = promptDocument({ description: '<b>\n```\n# d', messages: [] }, '[a](b)\n# c', WORDS);
    assert.equal(markdown, '# \\[a\\]\\(b\\) \\# c\n\n````text\n<b>\n```\n# d\n````\n');
  });

  it('says that there is nothing', () => assert.equal(shown([]).markdown, '# p\n\nNothing came back\n'));

  it('stays of a bearable length, and says so', () => {
    const text = 'x'.repeat(3_000_000);
    const { markdown, isCut } = shown(Array.from({ length: 2000 }, () => ({ type: 'text', text })));
    assert.ok(isCut);
    assert.ok(markdown.length < 1_100_000, String(markdown.length));
    assert.match(markdown, /> 400000 of 3000000\n/);
    assert.match(markdown, /> 1500 more\n/);
  });
});

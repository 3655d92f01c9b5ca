import assert from 'node:assert/strict';
import type { Content, ToolResult } from '../../../../src/core/mcp/connection.ts';
import { resultDocument, type ResultWords } from '../../../../src/core/mcp/documents/resultDocument.ts';

const WORDS: ResultWords = {
  failed: 'The tool failed',
  structured: 'Data',
  image: 'Image',
  audio: 'Audio',
  resource: 'Resource',
  link: 'Link',
  empty: 'Nothing came back',
  size: (bytes) => `${bytes} B`,
  mismatch: 'Does not fit:',
  cut: (shown, whole) => `${shown} of ${whole}`,
  left: (parts) => `${parts} more`,
};

function shown(result: Partial<ToolResult>) {
  return resultDocument({ isError: false, content: [], ...result }, 'Tool', WORDS);
}

function rendered(result: Partial<ToolResult>): string {
  return shown(result).markdown;
}

describe('The document of a result', () => {
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

  it('says where data does not fit what the tool declares', () => {
    assert.match(
      rendered({ structured: { a: 1 }, mismatch: 'a [x](y)' }),
      /## Data\n\n> Does not fit: `a \[x\]\(y\)`\n/,
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
    const { markdown } = resultDocument({ isError: false, content: [] }, '[a](b)\n# c', WORDS);
    assert.ok(markdown.startsWith('# \\[a\\]\\(b\\) \\# c\n'));
  });

  const parts: readonly (readonly [string, Content, string, object])[] = [
    [
      'a bitmap',
      { type: 'image', mimeType: 'image/png', base64: 'AAAA' },
      '**Image** `image/png` `3 B`',
      { kind: 'image', fileName: 'image-1.png' },
    ],
    [
      'no vector image, which is only saved',
      { type: 'image', mimeType: 'image/svg+xml', base64: 'AAAA' },
      '**Image** `image/svg+xml` `3 B`',
      { kind: 'other', fileName: 'image-1.svg' },
    ],
    [
      'a sound',
      { type: 'audio', mimeType: 'audio/mpeg; x=y', base64: 'AAAA' },
      '**Audio** `audio/mpeg; x=y` `3 B`',
      { kind: 'audio', fileName: 'audio-1.mp3' },
    ],
    [
      'a sound that no player knows, which is only saved',
      { type: 'audio', mimeType: 'audio/constructor', base64: 'AAA=' },
      '**Audio** `audio/constructor` `2 B`',
      { kind: 'other', fileName: 'audio-1.bin' },
    ],
    [
      'a text in its language',
      { type: 'resource', uri: 'repo://a/b/main.py?x', mimeType: '', text: 'pass' },
      '**Resource** `repo://a/b/main.py?x`\n\n```text\npass\n```',
      { kind: 'text', fileName: '1-main.py' },
    ],
    [
      'a text of a known type',
      { type: 'resource', uri: 'x://1', mimeType: 'application/json', text: '{}' },
      '**Resource** `x://1` `application/json`\n\n```text\n{}\n```',
      { kind: 'text', fileName: '1-1.json' },
    ],
    [
      'bytes',
      { type: 'resource', uri: 'x:///../../a.zip', mimeType: '', base64: 'AAAA' },
      '**Resource** `x:///../../a.zip` `3 B`',
      { kind: 'other', fileName: '1-a.zip' },
    ],
    [
      'a bitmap among resources',
      { type: 'resource', uri: 'x://..', mimeType: 'image/webp', base64: 'AAAA' },
      '**Resource** `x://..` `image/webp` `3 B`',
      { kind: 'image', fileName: '1-resource.webp' },
    ],
    [
      'a link',
      { type: 'link', uri: 'https://example.com/a', name: 'Runbook', mimeType: '' },
      '**Link** `Runbook` `https://example.com/a`',
      { kind: 'link', uri: 'https://example.com/a' },
    ],
  ];
  for (const [what, content, line, expected] of parts) {
    it(`opens ${what}`, () => {
      const { markdown, attachments } = shown({ content: [content] });
      assert.equal(markdown, `# Tool\n\n${line}\n`);
      const [found] = attachments;
      assert.ok(found);
      const { attachment } = found;
      const { bytes: _bytes, ...told } = attachment.kind === 'link' ? { ...attachment, bytes: null } : attachment;
      assert.deepEqual(told, expected);
    });
  }

  it('knows the line that tells of each part', () => {
    const image = { type: 'image', mimeType: 'image/png', base64: 'AAAA' } as const;
    const content: Content[] = [{ type: 'text', text: 'a\nb' }, image, { ...image, mimeType: 'image/gif' }];
    const { markdown, attachments } = shown({ content });
    const lines = markdown.split('\n');
    assert.deepEqual(
      attachments.map(({ line }) => lines[line]),
      ['**Image** `image/png` `3 B`', '**Image** `image/gif` `3 B`'],
    );
  });

  it('gives the bytes of a part as they came', () => {
    const { attachments } = shown({ content: [{ type: 'audio', mimeType: 'audio/wav', base64: 'AQID' }] });
    const attachment = attachments[0]?.attachment;
    assert.ok(attachment && attachment.kind !== 'link');
    assert.deepEqual([...attachment.bytes()], [1, 2, 3]);
  });

  it('stays of a bearable length, and says so', () => {
    const text = 'x'.repeat(3_000_000);
    const { markdown, isCut } = shown({
      content: Array.from({ length: 2000 }, () => ({ type: 'text', text })),
      structured: { text },
    });
    assert.ok(isCut);
    assert.ok(markdown.length < 1_100_000, String(markdown.length));
    assert.match(markdown, /> 400000 of 3000000\n/);
    assert.match(markdown, /> 1500 more\n/);
  });
});

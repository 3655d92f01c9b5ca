import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { HarmlessAnswer } from '../../../src/core/chat/harmlessAnswer.ts';

function harmless(...pieces: readonly string[]): string {
  const answer = new HarmlessAnswer();
  return [...pieces.map((piece) => answer.push(piece)), answer.end()].join('');
}

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

/** What a Markdown text leads to, images with an exclamation mark. */
function leadsTo(markdown: string): readonly string[] {
  const found: string[] = [];
  const visit = ({ type, url, children = [] }: Node): void => {
    if (type.startsWith('image')) found.push(`!${url ?? ''}`);
    else if (url !== undefined) found.push(url);
    children.forEach(visit);
  };
  visit(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return found;
}

const PARTS = [
  ...[
    '[a](',
    '![a](',
    ')',
    '[a]',
    ']:',
    '[a]: ',
    '<',
    '>',
    '!',
    '[',
    ']',
    '(',
    '\\',
    '`',
    '```',
    '\n',
    ' ',
    '- ',
    '> ',
  ],
  ...[
    'command:x',
    'COMMAND:x',
    'vscode://a.b/c',
    'javascript:x',
    'data:text/html,x',
    'file:///x',
    '//e.example',
    'x/y',
  ],
  ...['https://a.example/x', 'http://a.example/x', '&#99;ommand:x', 'command&colon;x', '"t"', 'word', '\u00e9'],
];

describe('An answer of a language model', () => {
  it('has no images, and links to web pages alone', () => {
    assert.equal(harmless('See [the page](https://a.example/x).'), 'See [the page](https://a.example/x).');
    assert.equal(harmless('![a](https://evil.example/?q=1)'), '!\\[a](https://evil.example/?q=1)');
    assert.deepEqual(leadsTo(harmless('[a](command:x) ![b](//e.example/c) <vscode://d/e>\n\n[f]: command:g')), []);
  });

  it('leads nowhere else, whatever the model writes', () => {
    const written = fc.array(fc.constantFrom(...PARTS), { maxLength: 24 });
    fc.assert(
      fc.property(written, (parts) => {
        const places = leadsTo(harmless(parts.join('')));
        assert.deepEqual(
          places.filter((place) => !/^(?:https?:\/\/|mailto:)/i.test(place)),
          [],
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it('is the same in however many pieces it comes', () => {
    const pieces = fc.array(fc.constantFrom(...PARTS), { maxLength: 24 });
    fc.assert(fc.property(pieces, (parts) => assert.equal(harmless(...parts), harmless(parts.join('')))));
  });

  it('is shown as it comes, but for its last word', () => {
    const answer = new HarmlessAnswer();
    assert.equal(answer.push('One two thr'), 'One two ');
    assert.equal(answer.push('ee'), '');
    assert.equal(answer.end(), 'three');
    assert.equal(answer.push('x'.repeat(20_000)).length, 20_000);
  });
});

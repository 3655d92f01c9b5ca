import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { type Block, blockSchema, type Span } from '../../../../src/vscode/incidents/page/text/blocks.ts';
import { plainBlocks, textBlocks } from '../../../../src/vscode/incidents/page/text/textBlocks.ts';
import { hostileText } from './hostileTexts.ts';

type Mark = Span['marks'][number];
const span = (text: string, ...marks: readonly Mark[]): Span => ({ text, marks: [...marks], address: '' });
const link = (text: string, address: string): Span => ({ text, marks: [], address });
const paragraph = (...spans: readonly Span[]): Block => ({ kind: 'paragraph', spans });

function spansIn(blocks: readonly Block[]): readonly Span[] {
  return blocks.flatMap((block) => {
    if ('spans' in block) return block.spans;
    if (block.kind === 'quote') return spansIn(block.blocks);
    if (block.kind === 'list') return block.items.flatMap((item) => spansIn(item.blocks));
    return block.kind === 'table' ? [...block.head, ...block.rows.flat()].flat() : [];
  });
}

describe('textBlocks', () => {
  it('reads paragraphs, headings, quotes, code with its language and rules', () => {
    const text = 'First\nline two\n\n> said\n\n## What we know\n\n```sh\nrm -rf # not\n```\n\n---\nlast';
    assert.deepEqual(textBlocks(text), [
      paragraph(span('First\nline two')),
      { kind: 'quote', blocks: [paragraph(span('said'))] },
      { kind: 'heading', level: 3, spans: [span('What we know')] },
      { kind: 'code', language: 'sh', text: 'rm -rf # not' },
      { kind: 'rule' },
      paragraph(span('last')),
    ]);
  });

  it('reads nested and numbered lists, and tasks', () => {
    const inner: Block = {
      kind: 'list',
      ordered: false,
      start: 1,
      items: [{ task: 'done', blocks: [paragraph(span('b'))] }],
    };
    assert.deepEqual(textBlocks('3. a\n   - [x] b\n4. c'), [
      {
        kind: 'list',
        ordered: true,
        start: 3,
        items: [
          { task: 'none', blocks: [paragraph(span('a')), inner] },
          { task: 'none', blocks: [paragraph(span('c'))] },
        ],
      },
    ]);
    const [list] = textBlocks('- [ ] d');
    assert.equal(list?.kind === 'list' && list.items[0]?.task, 'open');
  });

  it('reads tables', () => {
    assert.deepEqual(textBlocks('| a | b |\n|---|--:|\n| **1** | `2` |\n'), [
      { kind: 'table', head: [[span('a')], [span('b')]], rows: [[[span('1', 'strong')], [span('2', 'code')]]] },
    ]);
  });

  it('reads styles within each other', () => {
    assert.deepEqual(textBlocks('a **b *c* ~~d~~** `e`'), [
      paragraph(
        span('a '),
        span('b ', 'strong'),
        span('c', 'strong', 'emphasis'),
        span(' ', 'strong'),
        span('d', 'strong', 'deleted'),
        span(' '),
        span('e', 'code'),
      ),
    ]);
  });

  it('has headings of the next level at most, below those of the page', () => {
    const levels = textBlocks('### a\n# b\n#### c\n###### d\n## e').flatMap((block) =>
      block.kind === 'heading' ? [block.level] : [],
    );
    assert.deepEqual(levels, [3, 3, 4, 5, 4]);
  });

  it('offers links by https alone, with the address as it is followed', () => {
    assert.deepEqual(textBlocks('[go](https://Example.COM/a) https://b.example [x][y]\n\n[y]: https://c.example'), [
      paragraph(
        link('go', 'https://example.com/a'),
        span(' '),
        link('https://b.example', 'https://b.example/'),
        span(' '),
        link('x', 'https://c.example/'),
      ),
    ]);
  });

  it('leaves other addresses the text that they are', () => {
    const spans = spansIn(textBlocks('[a](command:evil) [b](javascript:alert(1)) [c](http://d.example) www.e.example'));
    assert.deepEqual(spans.map(({ address }) => address).join(''), '');
    const text = spans.map((one) => one.text).join('');
    assert.equal(text, 'a (command:evil) b (javascript:alert(1)) c (http://d.example) www.e.example');
    assert.equal(spansIn(textBlocks(`[long](https://a.example/${'x'.repeat(1000)})`))[0]?.address, '');
    assert.deepEqual(spansIn(textBlocks('[bank](https://bank.example@evil.example/)'))[0]?.address, '');
  });

  it('shows images as what they are called, and HTML as it is written', () => {
    const texts = spansIn(
      textBlocks('![a cat](https://e.example/cat.png) <b onclick=x>bold</b>\n\n<script>1</script>'),
    );
    assert.equal(texts.map(({ text }) => text).join(''), 'a cat <b onclick=x>bold</b><script>1</script>');
  });

  it('has nothing for an empty text', () => {
    assert.deepEqual(textBlocks('\n \n\n'), []);
  });

  it('ends soon on texts that are made to take long', () => {
    const pieces = [
      '*',
      '> ',
      '`',
      '**a',
      '# ',
      '- ',
      '*a ',
      '*a_ ',
      '[',
      '![',
      '[a](',
      '[^a]',
      '|a|\n|-|\n',
      '1. ',
      '>- ',
    ];
    for (const piece of [...pieces, '- a\n  ', '<', '~~a', '[a]: b\n', '\\', '&', 'a@b.c ', 'http://a ', '+\n', '\t']) {
      const started = performance.now();
      textBlocks(piece.repeat(6000 / piece.length));
      assert.ok(performance.now() - started < 1500, JSON.stringify(piece));
    }
  });

  it('makes paragraphs of what is nested deeper than anybody writes', () => {
    const deep = Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n');
    const depthOf = (blocks: readonly Block[]): number =>
      Math.max(
        0,
        ...blocks.map((one) =>
          one.kind === 'list' ? 1 + Math.max(...one.items.map((item) => depthOf(item.blocks))) : 0,
        ),
      );
    assert.ok(depthOf(textBlocks(deep)) <= 6);
    assert.deepEqual(textBlocks('> '.repeat(5000)), plainBlocks('> '.repeat(5000)));
  });

  it('gives blocks of its own kinds alone, whatever a text holds', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const blocks = textBlocks(text);
        assert.deepEqual(z.parse(z.array(blockSchema), JSON.parse(JSON.stringify(blocks))), blocks);
        for (const { address } of spansIn(blocks)) assert.ok(address === '' || address.startsWith('https://'));
      }),
      { numRuns: 500 },
    );
  });
});

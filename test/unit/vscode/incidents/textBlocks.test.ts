import assert from 'node:assert/strict';
import { textBlocks, textSpans } from '../../../../src/vscode/incidents/page/textBlocks.ts';

const plain = (text: string) => ({ style: 'plain' as const, text });

describe('textBlocks', () => {
  it('reads paragraphs, headings, lists and fenced code', () => {
    const text =
      'First\nline two\n> said\n> so\n## What we know\n- one\n- two\n1. uno\n2. due\n```sh\nrm -rf # not\n```\nlast';
    assert.deepEqual(textBlocks(text), [
      { kind: 'paragraph', spans: [plain('First\nline two')] },
      { kind: 'quote', spans: [plain('said\nso')] },
      { kind: 'heading', spans: [plain('What we know')] },
      { kind: 'list', ordered: false, items: [[plain('one')], [plain('two')]] },
      { kind: 'list', ordered: true, items: [[plain('uno')], [plain('due')]] },
      { kind: 'code', text: 'rm -rf # not' },
      { kind: 'paragraph', spans: [plain('last')] },
    ]);
  });

  it('keeps code without a closing fence', () => {
    assert.deepEqual(textBlocks('```\na\nb'), [{ kind: 'code', text: 'a\nb' }]);
  });

  it('has nothing for an empty text', () => {
    assert.deepEqual(textBlocks(''), []);
    assert.deepEqual(textBlocks('\n \n\n'), []);
  });

  it('leaves HTML, links and images the text that they are', () => {
    const hostile = '<img src=x onerror=alert(1)> [go](command:evil) ![x](https://evil.example/x.png) &lt;';
    assert.deepEqual(textBlocks(hostile), [{ kind: 'paragraph', spans: [plain(hostile)] }]);
  });

  it('ends soon on hostile lengths', () => {
    for (const piece of ['*', '> ', '`', '**a', '# ', '#', '- ', '*a ', ' ']) {
      const started = performance.now();
      textBlocks(piece.repeat(20_000));
      assert.ok(performance.now() - started < 1000, JSON.stringify(piece));
    }
  });
});

describe('textSpans', () => {
  it('reads code, strong and emphasis', () => {
    assert.deepEqual(textSpans('a `b` **c** *d* e'), [
      plain('a '),
      { style: 'code', text: 'b' },
      plain(' '),
      { style: 'strong', text: 'c' },
      plain(' '),
      { style: 'emphasis', text: 'd' },
      plain(' e'),
    ]);
  });

  it('takes marks that belong to nothing as text', () => {
    for (const text of ['2 * 3 * 4', '**', '``', 'a*b*c', '* ', '`open', '**open']) {
      assert.deepEqual(textSpans(text), [plain(text)], text);
    }
  });
});

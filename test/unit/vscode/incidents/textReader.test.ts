import assert from 'node:assert/strict';
import { TextReader } from '../../../../src/vscode/incidents/page/text/textReader.ts';

describe('TextReader', () => {
  it('reads what it has time for, and the rest as it is written', () => {
    let time = 0;
    const texts = ['*a*', '*b*', '*c*', '*d*'];
    const blocks = new TextReader(() => (time += 110)).read(texts);
    const read = texts
      .map((text) => blocks(text))
      .map(([block]) => block?.kind === 'paragraph' && block.spans[0]?.text);
    assert.deepEqual(read, ['a', 'b', '*c*', '*d*']);
  });

  it('reads a text once, as long as it is shown', () => {
    const reader = new TextReader(() => 0);
    const first = reader.read(['a', 'b'])('a');
    assert.equal(reader.read(['a'])('a'), first);
    reader.read([]);
    assert.notEqual(reader.read(['a'])('a'), first);
  });
});

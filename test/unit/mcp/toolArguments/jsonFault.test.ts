import assert from 'node:assert/strict';
import { jsonFault } from '../../../../src/core/mcp/toolArguments/jsonFault.ts';

describe('Where a text stops being JSON', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['', 0],
    ['   ', 3],
    ['{', 1],
    ['{ "a": 1, }', 10],
    ['{ "a" 1 }', 6],
    ['{ a: 1 }', 2],
    ['[1, 2', 5],
    ['[1,, 2]', 3],
    ['[1 2]', 3],
    ['{ "a": [1, }', 11],
    ['{ "a": 1 } x', 11],
    ['{ "a": 1 } {', 11],
    ["{ 'a': 1 }", 2],
    ['{ "a": 01 }', 8],
    ['{ "a": tru }', 7],
    ['{ "a": "b\n" }', 7],
    ['// note\n{}', 0],
    [']', 0],
    ['{ "a": 1', 8],
  ];
  for (const [text, offset] of cases) {
    it(`is ${offset} in ${JSON.stringify(text)}`, () => {
      assert.throws(() => void JSON.parse(text));
      assert.equal(jsonFault(text), offset);
    });
  }

  it('is at the end of a text that is whole', () => {
    for (const text of ['{}', ' [] ', '{ "a": [1, -2.5e3, null, { "b": "\\u00e9\\"" }], "c": {} }']) {
      assert.equal(jsonFault(text), text.length);
    }
  });

  it('is found in a long text at once', () => {
    const text = `[${'[1, "x"], '.repeat(20_000)}`;
    assert.equal(jsonFault(text), text.length);
  });
});

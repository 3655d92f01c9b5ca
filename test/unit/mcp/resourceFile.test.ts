import assert from 'node:assert/strict';
import { resourceBytes, resourceFileName, resourceParts } from '../../../src/core/mcp/resourceFile.ts';
import type { ResourceContent } from '../../../src/core/mcp/resourceFile.ts';

function content(uri: string, mimeType = '', text: string | null = 'words'): ResourceContent {
  return { type: 'resource', uri, mimeType, ...(text === null ? { base64: 'AAEC' } : { text }) };
}

describe('a resource as a file', () => {
  const names: readonly (readonly [ResourceContent, string])[] = [
    [content('incidents://INC-1', 'application/json'), 'INC-1.json'],
    [content('incidents://all', 'text/plain'), 'all.txt'],
    [content('incidents://all', '', '{"a":1}'), 'all.json'],
    [content('file:///src/main.py', 'text/plain'), 'main.py'],
    [content('file:///src/main.py'), 'main.py'],
    [content('https://example.com/readme?x=1#top', 'text/markdown'), 'readme.md'],
    [content('x://report', 'application/vnd.company+json; charset=utf-8'), 'report.json'],
    [content('x://note.old', 'text/html'), 'note.old.html'],
    [content('x://', 'text/x-unknown'), 'x.txt'],
    [content('x://a%2Fb', 'text/plain'), 'a_b.txt'],
    [content('x://..%5C..%5Cevil.exe', 'text/plain'), '.._.._evil.exe'],
    [content('x://%E0%A4%A', 'text/plain'), '%E0%A4%A.txt'],
    [content('x://a\u202eb', 'text/plain'), 'ab.txt'],
    [content('x://picture', 'image/PNG', null), 'picture.png'],
    [content('x://blob', '', null), 'blob.bin'],
    [content('x://constructor', 'constructor'), 'constructor.txt'],
  ];
  for (const [from, name] of names) {
    it(`is ${name} for ${from.uri} of the type "${from.mimeType}"`, () => {
      assert.equal(resourceFileName(from), name);
    });
  }

  it('has a name of bearable length', () => {
    assert.ok(resourceFileName(content(`x://${'a'.repeat(5000)}`)).length < 100);
  });

  it('has the bytes of its text, or those that were encoded', () => {
    assert.deepEqual([...resourceBytes(content('x://1', '', 'é'))], [0xc3, 0xa9]);
    assert.deepEqual([...resourceBytes(content('x://1', '', null))], [0, 1, 2]);
  });

  it('is what of an answer can be shown', () => {
    assert.deepEqual(resourceParts([{ type: 'text', text: 'x' }, content('x://1')]), [content('x://1')]);
  });
});

import assert from 'node:assert/strict';
import { fileType } from '../../../src/core/mcp/fileType.ts';

describe('what a file is by its type', () => {
  const types = [
    ['image/PNG', undefined, 'png', 'image'],
    ['audio/wav; codecs=1', 'mp3', 'wav', 'audio'],
    ['image/svg+xml', undefined, 'svg', 'other'],
    ['application/vnd.company+json', undefined, 'json', 'other'],
    ['text/html', 'old', 'html', 'other'],
    ['text/plain', 'PY', 'py', 'other'],
    ['text/x-rust', 'rs', 'rs', 'other'],
    ['text/x-unknown', undefined, 'txt', 'other'],
    ['application/octet-stream', 'png', 'png', 'other'],
    ['', undefined, undefined, 'other'],
    ['constructor', undefined, undefined, 'other'],
  ] as const;
  for (const [type, own, ending, kind] of types) {
    it(`is ${kind} with the ending ${ending} for "${type}" and the ending ${own} of its address`, () =>
      assert.deepEqual(fileType(type, own), { ending, kind }));
  }
});

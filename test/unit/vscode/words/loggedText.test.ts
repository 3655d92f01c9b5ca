import assert from 'node:assert/strict';
import { loggedText } from '../../../../src/vscode/words/loggedText.ts';

describe('What the log holds of an error', () => {
  const texts: readonly [string, string][] = [
    ['https://a.example/mcp', 'https://a.example/mcp'],
    ['https://me:secret@a.example/mcp', 'https://a.example/mcp…'],
    ['https://a.example/mcp?key=secret#secret', 'https://a.example/mcp…'],
    ['invalid_scope', 'invalid_scope'],
    ['127.0.0.1:8080', '127.0.0.1:8080'],
    ['', ''],
  ];
  for (const [value, logged] of texts) {
    it(`is '${logged}' of '${value}'`, () => assert.equal(loggedText(value), logged));
  }
});

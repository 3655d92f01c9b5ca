import assert from 'node:assert/strict';
import type { Content } from '../../../../src/core/mcp/connection.ts';
import { promptText } from '../../../../src/core/mcp/documents/promptText.ts';

function taken(...contents: readonly Content[]) {
  return promptText({ description: 'd', messages: contents.map((content) => ({ role: 'user', content })) });
}

describe('The text of a prompt', () => {
  const resource = { type: 'resource', uri: 'repo://a.py', mimeType: 'text/x-python' } as const;

  it('is its words, and the texts of its resources under their addresses', () => {
    const link: Content = { type: 'link', uri: 'incidents://INC-1', name: 'INC-1', mimeType: '' };
    assert.deepEqual(taken({ type: 'text', text: 'Look:' }, { ...resource, text: 'a = 1\nb = 2\n' }, link), {
      text: 'Look:\n\nrepo://a.py\na = 1\nb = 2\n\nincidents://INC-1',
      left: 0,
    });
  });

  it('counts what is no text', () => {
    const base64 = 'AAAA';
    assert.deepEqual(
      taken(
        { type: 'image', mimeType: 'image/png', base64 },
        { type: 'text', text: '' },
        { type: 'audio', mimeType: 'audio/wav', base64 },
        { type: 'text', text: 'words' },
        { ...resource, base64 },
      ),
      { text: 'words', left: 3 },
    );
  });

  it('is as long as it came', () => {
    const text = 'x'.repeat(1_500_000);
    assert.equal(taken({ type: 'text', text }).text, text);
  });

  it('has no character that nobody sees, nor an address of several lines', () => {
    const { text } = taken({ type: 'text', text: 'a\u{e0041}\u202eb' }, { ...resource, uri: 'x:\ny', text: 'c\u0007' });
    assert.equal(text, 'ab\n\nx: y\nc');
  });
});

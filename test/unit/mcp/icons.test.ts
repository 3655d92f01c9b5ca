import assert from 'node:assert/strict';
import { icons } from '../../../src/core/mcp/icons.ts';

const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';

describe('icons of a server', () => {
  it('are kept where their address is https or holds the picture', () => {
    const sent = [
      { src: 'https://example.com/a.png', mimeType: 'image/png', theme: 'dark' as const, sizes: ['48x48'] },
      { src: PIXEL },
    ];
    assert.deepEqual(icons(sent), [
      { src: 'https://example.com/a.png', mimeType: 'image/png', theme: 'dark' },
      { src: PIXEL, mimeType: '' },
    ]);
    assert.deepEqual(icons(undefined), []);
  });

  const refused = [
    'http://example.com/a.png',
    'javascript:alert(1)',
    'command:workbench.action.quit',
    'file:///etc/passwd',
    'data:text/html,<script>1</script>',
    'vscode://x',
    '//example.com/a.png',
    'a.png',
    '',
    `data:image/png;base64,${'A'.repeat(70_000)}`,
  ];
  for (const src of refused) {
    it(`are dropped: ${src.slice(0, 40)}`, () => assert.deepEqual(icons([{ src }]), []));
  }

  it('are a few at most', () => {
    assert.equal(icons(Array.from({ length: 500 }, () => ({ src: PIXEL }))).length, 8);
  });
});

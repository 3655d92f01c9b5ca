import assert from 'node:assert/strict';
import { desktopScheme } from '../../../../src/vscode/auth/planning/desktopScheme.ts';

describe('The scheme of addresses for the desktop', () => {
  for (const uriScheme of ['vscode', 'vscode-insiders', 'cursor', 'some-editor']) {
    it(`is the editor's own on the desktop: ${uriScheme}`, () => {
      assert.equal(desktopScheme({ uiKind: 'desktop', uriScheme }), uriScheme);
    });
  }

  for (const uriScheme of ['code-oss', 'vscode-insiders', 'vscode']) {
    it(`is VS Code's where the editor runs in a browser as ${uriScheme}`, () => {
      assert.equal(desktopScheme({ uiKind: 'web', uriScheme }), 'vscode');
    });
  }
});

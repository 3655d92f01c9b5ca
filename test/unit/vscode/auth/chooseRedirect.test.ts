import assert from 'node:assert/strict';
import { isAppError } from '../../../../src/core/errors.ts';
import { chooseRedirect, type EditorHost, type Redirect } from '../../../../src/vscode/auth/chooseRedirect.ts';
import { redirectUris } from '../../../../src/vscode/auth/redirectUris.ts';

const relay = 'https://incidents.example.com/oauth/relay';
const bare = (scheme: string): Redirect => ({
  kind: 'bare',
  redirectUri: `${scheme}://incident-desk.incident-desk/callback`,
});

describe('The redirect URI of a sign-in', () => {
  const rows: [where: string, host: EditorHost, relay: string | undefined, expected: Redirect | 'relay_required'][] = [
    ['VS Code on the desktop', { uiKind: 'desktop', uriScheme: 'vscode' }, undefined, bare('vscode')],
    ['VS Code on the desktop, relay set', { uiKind: 'desktop', uriScheme: 'vscode' }, relay, bare('vscode')],
    ['VS Code Insiders', { uiKind: 'desktop', uriScheme: 'vscode-insiders' }, undefined, bare('vscode-insiders')],
    ['another editor on the desktop', { uiKind: 'desktop', uriScheme: 'cursor' }, undefined, bare('cursor')],
    ['a browser', { uiKind: 'web', uriScheme: 'code-oss' }, relay, { kind: 'relay', redirectUri: relay }],
    ['a browser, no relay set', { uiKind: 'web', uriScheme: 'code-oss' }, undefined, 'relay_required'],
  ];
  for (const [where, host, configured, expected] of rows) {
    it(`in ${where}`, () => {
      if (expected !== 'relay_required') assert.deepEqual(chooseRedirect(host, configured), expected);
      else
        assert.throws(
          () => chooseRedirect(host, configured),
          (error) => isAppError(error, 'relay_required'),
        );
    });
  }

  it('is among those to register in Okta, each named once', () => {
    assert.deepEqual(redirectUris('vscode', [{ relay }, {}, { relay }]), [
      'vscode://incident-desk.incident-desk/callback',
      relay,
    ]);
  });
});

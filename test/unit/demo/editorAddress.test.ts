import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { editorAddress } from '../../../src/vscode/demo/editorAddress.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('the address of a browser-hosted editor', () => {
  it('is where its callback is served, with the path that it is mounted at', () => {
    const callback = `stable-${COMMIT}/callback?vscode-reqid=1`;
    assert.equal(editorAddress(`http://127.0.0.1:8080/${callback}`), 'http://127.0.0.1:8080');
    assert.equal(editorAddress(`https://box.example/proxy/8080/${callback}`), 'https://box.example/proxy/8080');
  });

  it('is unknown for an editor on the desktop and for anything else', () => {
    for (const text of [
      'vscode://incident-desk.incident-desk/callback?windowId=1',
      'https://vscode.dev/redirect?url=x',
      'nonsense',
    ]) {
      assert.equal(editorAddress(text), undefined);
    }
  });
});

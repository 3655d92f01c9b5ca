import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { checkedAddress, isPrivate } from '../../../src/core/oauth/discovery/addressPolicy.ts';

const refused = (error: unknown): boolean => isAppError(error, 'address_refused');

describe('addresses that metadata may name', () => {
  for (const address of [
    'javascript:alert(1)',
    'command:workbench.action.quit',
    'file:///etc/passwd',
    'vscode://x.y/callback',
    'data:text/html,x',
    'ftp://example.com/',
    'http://example.com/',
    'http://a.localhost/',
    'http://localhost./',
    'https://user@example.com/',
    'https://user:secret@example.com/',
    'not an address',
    '',
  ]) {
    it(`refuses "${address}" everywhere`, () => assert.throws(() => checkedAddress(address, true), refused));
  }

  for (const address of [
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:0:10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[::10.0.0.1]/',
    'https://[64:ff9b:1::a00:1]/',
    'https://[2002:a00:1::]/',
    'https://[2001::a00:1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://localhost../',
    'https://127.0.0.1../',
    'https://printer.local../',
    'https://host.localdomain/',
    'https://a.localhost/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://intranet/',
    'https://router.lan/',
    'http://127.0.0.1:8080/',
    'http://localhost:8080/',
  ]) {
    it(`refuses ${address} unless private addresses are allowed`, () => {
      assert.throws(() => checkedAddress(address, false), refused);
      assert.equal(checkedAddress(address, true).href, new URL(address).href);
    });
  }

  for (const address of ['https://example.okta.com/oauth2/default', 'https://8.8.8.8/', 'https://[2606:4700::1]/']) {
    it(`takes ${address}`, () => assert.equal(isPrivate(checkedAddress(address, false)), false));
  }

  it('shows no control characters of a refused address', () => {
    assert.throws(
      () => checkedAddress(`javascript:\u202e\u0007${'x'.repeat(1000)}`, true),
      (error) =>
        isAppError(error) && !/[\p{Cc}\p{Cf}]/u.test(error.args['url'] ?? '') && error.args['url']?.length === 200,
    );
  });
});

import assert from 'node:assert/strict';
import { callbackUrl } from '../../../../src/vscode/auth/browser/callbackUrl.ts';

const uri = (query: string) => ({
  scheme: 'code-oss',
  authority: 'incident-desk.incident-desk',
  path: '/callback',
  query,
});

describe('A callback address that VS Code decoded', () => {
  it('reads as the issuer wrote it', () => {
    const url = callbackUrl(uri('code=a+b/c=&state=eyJ_-9&iss=https://example.okta.com/oauth2/default'), 'desktop');
    assert.equal(url.searchParams.get('code'), 'a+b/c=');
    assert.equal(url.searchParams.get('state'), 'eyJ_-9');
    assert.equal(url.searchParams.get('iss'), 'https://example.okta.com/oauth2/default');
    assert.equal(`${url.protocol}//${url.host}${url.pathname}`, 'code-oss://incident-desk.incident-desk/callback');
  });

  it('has spaces in the words of an error, which issuers form-encode', () => {
    const url = callbackUrl(uri('error=access_denied&error_description=User+is+not+assigned.&state=a+b'), 'desktop');
    assert.equal(url.searchParams.get('error_description'), 'User is not assigned.');
    assert.equal(url.searchParams.get('state'), 'a+b');
  });

  it('keeps a parameter that was sent twice, so that it can be refused', () => {
    assert.deepEqual(callbackUrl(uri('state=a&state=b'), 'desktop').searchParams.getAll('state'), ['a', 'b']);
  });

  it('may lack everything, or be garbage', () => {
    assert.equal(callbackUrl(uri(''), 'desktop').search, '');
    assert.equal(callbackUrl(uri('&&=x&code'), 'desktop').searchParams.get('code'), '');
    assert.equal(callbackUrl(uri('code=\ud800%zz#'), 'desktop').searchParams.get('code'), '\ufffd%zz#');
  });
});

describe('A callback address from the page of a browser-hosted editor', () => {
  it('reads as the issuer wrote it, though the page has form-encoded it again', () => {
    const sent = { code: 'a+b/c=%2B d', state: 'eyJ_-9', iss: 'https://example.okta.com/oauth2/default' };
    const url = callbackUrl(uri(new URLSearchParams(sent).toString()), 'web');
    assert.deepEqual(Object.fromEntries(url.searchParams), sent);
    assert.equal(`${url.protocol}//${url.host}${url.pathname}`, 'code-oss://incident-desk.incident-desk/callback');
  });

  it('keeps a parameter that was sent twice, so that it can be refused', () => {
    assert.deepEqual(callbackUrl(uri('state=a&state=b'), 'web').searchParams.getAll('state'), ['a', 'b']);
  });

  it('may lack everything, or be garbage', () => {
    assert.equal(callbackUrl(uri(''), 'web').search, '');
    assert.equal(callbackUrl(uri('code=%zz%ff'), 'web').searchParams.get('code'), '%zz\ufffd');
  });
});

import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { checkLoginPages } from '../../../src/core/oauth/discovery/knownIssuers.ts';

describe('A login page', () => {
  const issuer = 'https://evil.example';
  const check = (page: string, known: string) => () =>
    checkLoginPages({ issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: page }, issuer, [known]);

  for (const page of ['https://a.okta.com/authorize', 'https://A.okta.com./authorize', 'https://a.okta.com:443/x']) {
    it(`is another issuer's at ${page}`, () =>
      assert.throws(check(page, 'https://a.okta.com/oauth2/default'), (error) =>
        isAppError(error, 'login_page_foreign'),
      ));
  }

  it("is nobody else's on another host or port", () => {
    assert.doesNotThrow(check('https://b.okta.com/authorize', 'https://a.okta.com/oauth2/default'));
    assert.doesNotThrow(check('https://a.okta.com:8443/authorize', 'https://a.okta.com/oauth2/default'));
  });
});

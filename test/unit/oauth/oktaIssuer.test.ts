import assert from 'node:assert/strict';
import { isOktaIssuer } from '../../../src/core/oauth/discovery/oktaIssuer.ts';

describe('An issuer', () => {
  const table: readonly [string, string | undefined, boolean][] = [
    ['https://company.okta.com/oauth2/default', undefined, true],
    ['https://company.okta.com', 'https://elsewhere.example/register', true],
    ['https://dev-1.oktapreview.com/oauth2/aus1', undefined, true],
    ['https://company.okta-emea.com/oauth2/default', undefined, true],
    ['https://company.okta-gov.com/oauth2/default', undefined, true],
    ['https://company.okta.mil/oauth2/default', undefined, true],
    ['https://COMPANY.okta.com./oauth2/default', undefined, true],
    ['https://login.company.example/oauth2/default', 'https://login.company.example/oauth2/v1/clients', true],
    ['http://127.0.0.1:5/oauth2/default', 'http://127.0.0.1:5/oauth2/v1/clients', true],
    ['https://notokta.com/oauth2/default', undefined, false],
    ['https://okta.com.evil.example/oauth2/default', undefined, false],
    ['https://as.example', 'https://as.example/register', false],
    ['https://as.example', 'https://as.example/oauth2/v1/clients/mine', false],
  ];
  for (const [issuer, endpoint, isOktas] of table) {
    it(`${issuer} that registers at ${endpoint ?? 'no address'} is ${isOktas ? '' : 'not '}Okta's`, () =>
      assert.equal(isOktaIssuer(issuer, endpoint === undefined ? {} : { registration_endpoint: endpoint }), isOktas));
  }

  it("that promises to name itself, which Okta does not, is a proxy in front of Okta, but at an address of Okta's", () => {
    const metadata = (origin: string) => ({
      registration_endpoint: `${origin}/oauth2/v1/clients`,
      authorization_response_iss_parameter_supported: true,
    });
    assert.equal(isOktaIssuer('https://mcp.example', metadata('https://mcp.example')), false);
    assert.equal(isOktaIssuer('https://company.okta.com', metadata('https://company.okta.com')), true);
  });
});

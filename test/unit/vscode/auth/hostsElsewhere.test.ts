import assert from 'node:assert/strict';
import { hostsElsewhere } from '../../../../src/vscode/auth/planning/hostsElsewhere.ts';

describe('the hosts of a sign-in beside its issuer', () => {
  const issuer = 'https://okta.example/oauth2/default';
  const hosts = (authorization_endpoint: string, token_endpoint: string): readonly string[] =>
    hostsElsewhere({ issuer, metadata: { authorization_endpoint, token_endpoint } });

  it('are none where all is on one host', () => {
    assert.deepEqual(hosts(`${issuer}/v1/authorize`, `${issuer}/v1/token`), []);
  });

  it('are those of the login page and of the token endpoint, each once', () => {
    assert.deepEqual(hosts('https://company.example/authorize', `${issuer}/v1/token`), ['company.example']);
    assert.deepEqual(hosts(`${issuer}/v1/authorize`, 'https://evil.example:8443/token'), ['evil.example:8443']);
    assert.deepEqual(hosts('https://a.example/authorize', 'https://a.example/token'), ['a.example']);
  });

  it('are that of the registration too, where the client was registered', () => {
    const metadata = {
      authorization_endpoint: `${issuer}/v1/authorize`,
      token_endpoint: `${issuer}/v1/token`,
      registration_endpoint: 'https://register.example/',
    };
    assert.deepEqual(hostsElsewhere({ issuer, metadata, clientOrigin: 'registered' }), ['register.example']);
    assert.deepEqual(hostsElsewhere({ issuer, metadata, clientOrigin: 'configured' }), []);
  });
});

import assert from 'node:assert/strict';
import { startWarnings } from '../../../src/server/config/startWarnings.ts';

const PROXY = { MCP_PROXY: 'true', SESSION_SECRET_KEY: 'x', MCP_PROXY_KEYS: 'x' };

describe('what is probably not meant in an environment', () => {
  for (const [what, environment, words] of [
    [
      'what only a proxy reads',
      { MCP_PROXY_KEYS: 'k', SESSION_SECRET_KEY: 's', OKTA_ORG_URL: 'u', OKTA_SCOPES: 'o', MCP_PROXY_DB: 'd' },
      'OKTA_ORG_URL, OKTA_SCOPES, SESSION_SECRET_KEY, MCP_PROXY_KEYS and MCP_PROXY_DB have no effect without MCP_PROXY=true',
    ],
    [
      'the secret of a client that asks nobody',
      { OKTA_CLIENT_SECRET: 's', OKTA_INTROSPECTION: 'false' },
      'OKTA_CLIENT_SECRET has no effect without OKTA_INTROSPECTION=true or MCP_PROXY=true',
    ],
    [
      'a host for metrics alone',
      { MCP_METRICS_HOST: '::1' },
      'MCP_METRICS_HOST has no effect without MCP_METRICS_PORT',
    ],
    [
      'an audience beside a proxy',
      { ...PROXY, OKTA_AUDIENCE: 'a', OAUTH_ISSUER: 'i' },
      'OAUTH_ISSUER and OKTA_AUDIENCE have no effect with MCP_PROXY=true',
    ],
  ] as const) {
    it(`is ${what}: it has no effect`, () => assert.deepEqual(startWarnings(environment), [words]));
  }

  it('is a proxy that forgets everybody at each restart', () => {
    const [words, ...more] = startWarnings({ MCP_PROXY: 'true' });
    assert.match(words ?? '', /^without SESSION_SECRET_KEY .* forgets at each restart .*MCP_PROXY_KEYS/);
    assert.deepEqual(more, []);
    const [ofKeys] = startWarnings({ ...PROXY, MCP_PROXY_KEYS: '' });
    assert.match(ofKeys ?? '', /^without MCP_PROXY_KEYS .*after each restart/);
  });

  it('is an https address where neither the server nor a proxy that it knows speaks TLS', () => {
    const url = { MCP_SERVER_URL: 'https://incidents.example.com' };
    const [words, ...more] = startWarnings(url);
    assert.match(words ?? '', /^MCP_SERVER_URL .*MCP_TRUSTED_PROXIES.* the limits/);
    assert.deepEqual(more, []);
    assert.deepEqual(startWarnings({ ...url, MCP_TRUSTED_PROXIES: 'loopback' }), []);
    assert.deepEqual(startWarnings({ ...url, MCP_TLS_CERT_FILE: 'cert.pem' }), []);
  });

  it('is nothing in environments that are as they should be', () => {
    const client = { OKTA_CLIENT_ID: 'c', OKTA_CLIENT_SECRET: 's' };
    for (const environment of [
      { OKTA_DOMAIN: 'acme.okta.com', OKTA_AUDIENCE: 'a' },
      { ...client, OKTA_INTROSPECTION: 'true' },
      { ...client, ...PROXY, OKTA_ORG_URL: 'https://acme.okta.com', MCP_PROXY_DB: 'proxy.db' },
      // As the image has it.
      { MCP_PROXY_DB: '/data/proxy.db', INCIDENTS_DB: '/data/incidents.db' },
      { MCP_PROXY_KEYS: '', MCP_METRICS_PORT: '9002', MCP_METRICS_HOST: '::1' },
    ]) {
      assert.deepEqual(startWarnings(environment), []);
    }
  });
});

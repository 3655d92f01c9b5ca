import assert from 'node:assert/strict';
import { issuerMetadataUrls } from '../../../src/core/oauth/discovery/issuerMetadata.ts';
import { wellKnownResourceUrls } from '../../../src/core/oauth/discovery/protectedResource.ts';
import { resourceCovers } from '../../../src/core/oauth/discovery/resourceCovers.ts';

describe('the resource that metadata names', () => {
  const table: readonly [string, string, boolean][] = [
    ['https://m.example/mcp', 'https://m.example/mcp', true],
    ['https://m.example/mcp/', 'https://m.example/mcp', true],
    ['https://m.example/mcp', 'https://m.example/mcp/', true],
    ['https://m.example', 'https://m.example/mcp', true],
    ['https://M.example:443/', 'https://m.example/mcp', true],
    ['https://m.example/a', 'https://m.example/a/mcp', true],
    ['https://m.example/mcp?x=1', 'https://m.example/mcp?x=1', true],
    ['https://m.example/mcp?x=1', 'https://m.example/mcp', false],
    ['https://m.example/mc', 'https://m.example/mcp', false],
    ['https://m.example/mcp/admin', 'https://m.example/mcp', false],
    ['https://m.example/other', 'https://m.example/mcp', false],
    ['http://m.example/mcp', 'https://m.example/mcp', false],
    ['https://m.example:8443/mcp', 'https://m.example/mcp', false],
    ['https://m.example.evil.test/mcp', 'https://m.example/mcp', false],
    ['https://m.example/mcp#x', 'https://m.example/mcp', false],
    ['urn:resource', 'https://m.example/mcp', false],
    ['https://mcp-incidents-api', 'https://m.example/mcp', false],
    ['', 'https://m.example/mcp', false],
  ];
  for (const [resource, url, covers] of table) {
    it(`"${resource}" ${covers ? 'covers' : 'does not cover'} ${url}`, () =>
      assert.equal(resourceCovers(resource, url), covers));
  }
});

describe('well-known addresses', () => {
  it('hold the path of the server, then none', () => {
    const root = 'https://m.example/.well-known/oauth-protected-resource';
    assert.deepEqual(wellKnownResourceUrls('https://m.example/a/mcp/'), [`${root}/a/mcp`, root]);
    assert.deepEqual(wellKnownResourceUrls('https://m.example/'), [root]);
  });

  it('take three forms for an issuer with a path', () => {
    assert.deepEqual(issuerMetadataUrls('https://o.example/oauth2/default'), [
      'https://o.example/.well-known/oauth-authorization-server/oauth2/default',
      'https://o.example/.well-known/openid-configuration/oauth2/default',
      'https://o.example/oauth2/default/.well-known/openid-configuration',
    ]);
  });

  it('take two forms for an issuer without a path', () => {
    for (const issuer of ['https://o.example', 'https://o.example/']) {
      assert.deepEqual(issuerMetadataUrls(issuer), [
        'https://o.example/.well-known/oauth-authorization-server',
        'https://o.example/.well-known/openid-configuration',
      ]);
    }
  });
});

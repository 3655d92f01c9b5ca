import assert from 'node:assert/strict';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { challenge, GOOD, ISSUER, json, metadata, redirect, RESOURCE, startHostileSite, text } from './hostileSite.ts';
import type { HostileSite } from './hostileSite.ts';

describe('Discovery', function () {
  this.timeout(30_000);
  let site: HostileSite;
  before(async () => {
    site = await startHostileSite();
  });
  after(() => site.close());
  beforeEach(() => {
    site.routes = GOOD;
    site.asked.length = 0;
  });

  const plan = (changes?: Partial<ServerEntry>) => site.plan(changes);

  it('finds issuer and resource by the well-known addresses', async () => {
    const found = await plan();
    assert.equal(found.issuer, `${site.origin}/as`);
    assert.equal(found.resource, `${site.origin}/mcp`);
    assert.deepEqual(site.asked, ['POST /mcp', `GET ${RESOURCE}`, `GET ${ISSUER}`]);
  });

  it('goes where the challenge says, and asks for its scopes', async () => {
    site.routes = {
      ...GOOD,
      '/mcp': challenge((own) => `Bearer scope="a b", resource_metadata="${own}/meta"`),
      '/meta': GOOD[RESOURCE] ?? assert.fail(),
      [RESOURCE]: text(500, 'text/plain', 'not this one'),
    };
    assert.deepEqual((await plan()).scopes, ['a', 'b']);
    assert.equal(site.asked[1], 'GET /meta');
  });

  it('goes on to the root form, whose resource may be the whole server', async () => {
    const root = json((own) => ({ resource: own, authorization_servers: [`${own}/as`], scopes_supported: ['x'] }));
    site.routes = {
      ...GOOD,
      [RESOURCE]: text(404, 'text/html', '<html>'),
      '/.well-known/oauth-protected-resource': root,
    };
    const found = await plan();
    assert.equal(found.resource, site.origin);
    assert.deepEqual(found.scopes, ['x']);
  });

  for (const path of ['/.well-known/openid-configuration/as', '/as/.well-known/openid-configuration']) {
    it(`finds the issuer's metadata at ${path}`, async () => {
      site.routes = { ...GOOD, [ISSUER]: text(404, 'text/plain', ''), [path]: json(metadata) };
      assert.equal((await plan()).metadata.token_endpoint, `${site.origin}/as/token`);
    });
  }

  it("passes over another issuer's document at an earlier address", async () => {
    const other = json((own) => ({ ...metadata(own), issuer: own }));
    site.routes = { ...GOOD, [ISSUER]: other, '/as/.well-known/openid-configuration': json(metadata) };
    assert.equal((await plan()).issuer, `${site.origin}/as`);
  });

  it("follows an older server's redirect to its issuer, and asks the issuer itself", async () => {
    const { [RESOURCE]: _, ...rest } = GOOD;
    const old = redirect(307, (own) => `${own}/as/.well-known/oauth-authorization-server`);
    site.routes = {
      ...rest,
      '/.well-known/oauth-authorization-server': old,
      '/as/.well-known/oauth-authorization-server': json(metadata),
    };
    const found = await plan();
    assert.equal(found.issuer, `${site.origin}/as`);
    assert.equal(found.resource, `${site.origin}/mcp`);
    assert.ok(site.asked.includes(`GET ${ISSUER}`));
  });

  it('takes the configured issuer of a server without metadata', async () => {
    const { [RESOURCE]: _, ...rest } = GOOD;
    site.routes = rest;
    assert.equal((await plan({ issuer: `${site.origin}/as` })).issuer, `${site.origin}/as`);
  });

  it('takes a server that lets anybody in but names its issuer', async () => {
    site.routes = { ...GOOD, '/mcp': json(() => ({ jsonrpc: '2.0', id: 0, result: {} })) };
    assert.equal((await plan()).issuer, `${site.origin}/as`);
  });
});

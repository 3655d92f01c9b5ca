import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { PlanOptions } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { challenge, GOOD, ISSUER, json, metadata, redirect, RESOURCE, text, useHostileSite } from './hostileSite.ts';
import type { EntryChanges, HostileSite } from './hostileSite.ts';

describe('Discovery', function () {
  this.timeout(30_000);
  let site: HostileSite;
  useHostileSite((started) => {
    site = started;
  });

  const plan = (changes?: EntryChanges, options?: PlanOptions) => site.plan(changes, fetch, options);

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

  it('hears the challenge of a server that asks for a token only when its tools are listed', async () => {
    let session: string | undefined;
    site.routes = {
      ...GOOD,
      '/mcp': (response, origin, body) => {
        if (!body.includes('"tools/list"')) {
          response.setHeader('mcp-session-id', 'session-1').end('{}');
          return;
        }
        session = String(response.req.headers['mcp-session-id']);
        challenge(() => 'Bearer scope="a"')(response, origin, body);
      },
    };
    assert.deepEqual((await plan()).scopes, ['a']);
    assert.equal(session, 'session-1');
  });

  it('sends no resource to an issuer that refused it, unless the settings say so', async () => {
    const refusesResource = (issuer: string) => issuer === `${site.origin}/as`;
    assert.equal((await plan({}, { refusesResource })).resource, undefined);
    assert.equal((await plan({ resource: 'send' }, { refusesResource })).resource, `${site.origin}/mcp`);
    assert.equal((await plan({ resource: 'omit' })).resource, undefined);
  });

  it('asks a step-up for all that was granted and is demanded, beside what it would ask anyhow', async () => {
    site.routes = { ...GOOD, '/mcp': challenge(() => 'Bearer scope="add"') };
    const stepUp = { granted: ['add', 'old'], demanded: ['subtract', 'offline_access'] };
    assert.deepEqual((await plan({}, { stepUp })).scopes, ['add', 'old', 'subtract']);
    assert.deepEqual((await plan({ scopes: ['own'] }, { stepUp })).scopes, ['own', 'add', 'old', 'subtract']);
  });

  it('needs no login page and no PKCE of an issuer where a machine signs in', async () => {
    site.routes = {
      ...GOOD,
      [ISSUER]: json((own) => ({
        issuer: `${own}/as`,
        token_endpoint: `${own}/as/token`,
        scopes_supported: ['openid', 'profile', 'offline_access', 'a'],
      })),
      '/mcp': challenge(() => 'Bearer scope="a offline_access"'),
    };
    const found = await plan({ signIn: 'clientCredentials', issuer: `${site.origin}/as` });
    assert.deepEqual(found.scopes, ['a']);
    await assert.rejects(plan(), (error) => isAppError(error, 'metadata_invalid'));
  });
});

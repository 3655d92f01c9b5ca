import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { challenge, GOOD, ISSUER, json, metadata, redirect, RESOURCE, text, useHostileSite } from './hostileSite.ts';
import type { Answer, EntryChanges, HostileSite, Routes } from './hostileSite.ts';

describe('Discovery that meets bad input', function () {
  this.timeout(30_000);
  let site: HostileSite;
  useHostileSite((started) => {
    site = started;
  });

  const plan = (changes?: EntryChanges) => site.plan(changes);
  const fails = (code: AppErrorCode, changes?: EntryChanges) =>
    assert.rejects(plan(changes), (error) => {
      assert.ok(isAppError(error), String(error));
      assert.equal(error.code, code);
      return true;
    });

  const never: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (response.write(' '.repeat(65_536)) && !response.destroyed);
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

  const bad: readonly [string, AppErrorCode, Routes, EntryChanges?][] = [
    ['a path where nothing is', 'server_not_mcp', { '/mcp': text(404, 'application/json', '{}') }],
    ['a web page in its place', 'server_not_mcp', { '/mcp': text(200, 'text/html; charset=utf-8', '<html>') }],
    [
      'a server that needs no sign-in',
      'server_not_protected',
      { '/mcp': json(() => ({})), [RESOURCE]: text(404, '', '') },
    ],
    ['a server that fails', 'server_error', { '/mcp': text(503, 'text/plain', 'down') }],
    ['a server that forbids', 'server_error', { '/mcp': text(403, 'text/plain', ''), [RESOURCE]: text(404, '', '') }],
    [
      'a redirect to another origin',
      'redirected_elsewhere',
      { '/mcp': redirect(308, () => 'https://evil.example/mcp') },
    ],
    ['a redirect without end', 'redirected_elsewhere', { '/mcp': redirect(307, (own) => `${own}/mcp`) }],
    [
      'metadata of another resource',
      'resource_mismatch',
      { [RESOURCE]: json((own) => ({ resource: `${own}/other` })) },
    ],
    [
      'metadata of another origin',
      'resource_mismatch',
      { [RESOURCE]: json(() => ({ resource: 'https://x.example/mcp' })) },
    ],
    [
      'metadata that the server names and that is a web page',
      'metadata_invalid',
      {
        '/mcp': challenge((own) => `Bearer resource_metadata="${own}/meta"`),
        '/meta': text(200, 'text/html', '<html>'),
      },
    ],
    ['metadata of the wrong shape', 'metadata_invalid', { [RESOURCE]: json(() => ({ resource: 7 })) }],
    [
      'metadata of 300 KB',
      'metadata_too_large',
      { [RESOURCE]: text(200, 'application/json', `"${'x'.repeat(300_000)}"`) },
    ],
    ['metadata without end', 'metadata_too_large', { [ISSUER]: never }],
    ['metadata behind endless redirects', 'metadata_invalid', { [ISSUER]: redirect(302, (own) => `${own}${ISSUER}`) }],
    ['metadata that redirects to a file', 'address_refused', { [RESOURCE]: redirect(302, () => 'file:///etc/passwd') }],
    ['metadata that redirects to http', 'address_refused', { [ISSUER]: redirect(302, () => 'http://evil.example/') }],
    [
      'metadata named by a script',
      'address_refused',
      { '/mcp': challenge(() => 'Bearer resource_metadata="javascript:1"') },
    ],
    [
      'an issuer over http',
      'address_refused',
      { [RESOURCE]: json((own) => ({ resource: `${own}/mcp`, authorization_servers: ['http://evil.example'] })) },
    ],
    [
      'another issuer than the configured one',
      'issuer_not_named',
      {},
      { issuer: 'https://company.okta.com/oauth2/default' },
    ],
    [
      'an issuer that says it is another',
      'issuer_mismatch',
      { [ISSUER]: json((own) => ({ ...metadata(own), issuer: own })) },
    ],
    [
      'an issuer without PKCE',
      'pkce_unsupported',
      { [ISSUER]: json((own) => ({ ...metadata(own), code_challenge_methods_supported: ['plain'] })) },
    ],
    [
      'a script as endpoint',
      'address_refused',
      { [ISSUER]: json((own) => ({ ...metadata(own), authorization_endpoint: 'javascript:alert(1)' })) },
    ],
    [
      'an http endpoint',
      'address_refused',
      { [ISSUER]: json((own) => ({ ...metadata(own), token_endpoint: 'http://evil.example/token' })) },
    ],
    ['an issuer without metadata', 'metadata_invalid', { [ISSUER]: text(404, 'text/html', '<html>') }],
    ['an issuer that fails', 'issuer_unreachable', { [ISSUER]: text(502, 'text/html', '<html>') }],
    [
      'an issuer that is down',
      'issuer_unreachable',
      { [RESOURCE]: json((own) => ({ resource: `${own}/mcp`, authorization_servers: ['http://127.0.0.1:1'] })) },
    ],
    [
      'more scopes than anybody would read before agreeing',
      'metadata_invalid',
      { '/mcp': challenge(() => `Bearer scope="${'incidents:read '.repeat(20)}${'x'.repeat(2000)}"`) },
    ],
    ['nobody who names an issuer', 'issuer_missing', { [RESOURCE]: json((own) => ({ resource: `${own}/mcp` })) }],
  ];
  for (const [name, code, changed, changes] of bad) {
    it(`says ${code} for ${name}`, async () => {
      site.routes = { ...GOOD, ...changed };
      await fails(code, changes);
      assert.ok(site.asked.length < 12);
    });
  }

  it('says server_unreachable for a server that is down', () =>
    fails('server_unreachable', { url: 'http://127.0.0.1:1/mcp' }));

  it('says address_refused for a server over http off loopback', () =>
    fails('address_refused', { url: 'http://m.example/mcp' }));

  describe('of a server on the open internet', () => {
    // Stands for the open internet: names of .example lead to the test's own server.
    const send: typeof fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      return fetch(url.replace(/^https:\/\/[a-z]+\.example/, site.origin), init);
    };
    const open = () => site.plan({ url: 'https://mcp.example/mcp' }, send);
    const refused = () => assert.rejects(open(), (error) => isAppError(error, 'address_refused'));
    const named = (issuer: string): Answer =>
      json(() => ({ resource: 'https://mcp.example/mcp', authorization_servers: [issuer] }));
    const document = (changes: object = {}): Answer =>
      json(() => ({ ...metadata('https://okta.example'), ...changes }));

    it('works with a public issuer', async () => {
      site.routes = { ...GOOD, [RESOURCE]: named('https://okta.example/as'), [ISSUER]: document() };
      assert.equal((await open()).issuer, 'https://okta.example/as');
    });

    for (const issuer of [
      'https://10.0.0.1/as',
      'https://169.254.169.254',
      'http://127.0.0.1:8080/as',
      'https://localhost',
    ]) {
      it(`never asks the private issuer ${issuer}`, async () => {
        site.routes = { ...GOOD, [RESOURCE]: named(issuer) };
        await refused();
        assert.deepEqual(site.asked, ['POST /mcp', `GET ${RESOURCE}`]);
      });
    }

    it('never follows a redirect to a private address', async () => {
      site.routes = { ...GOOD, [RESOURCE]: redirect(302, () => 'https://192.168.0.1/meta') };
      await refused();
      assert.deepEqual(site.asked, ['POST /mcp', `GET ${RESOURCE}`]);
    });

    it('never takes a private endpoint', async () => {
      const ours = document({ token_endpoint: 'https://10.1.2.3/token' });
      site.routes = { ...GOOD, [RESOURCE]: named('https://okta.example/as'), [ISSUER]: ours };
      await refused();
    });
  });
});

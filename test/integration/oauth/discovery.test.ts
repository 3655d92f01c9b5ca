import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Effects } from '../../../src/core/effects.ts';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { planSignIn } from '../../../src/core/oauth/planSignIn.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { recordingLog } from './world.ts';

type Answer = (response: ServerResponse, origin: string) => void;
type Routes = Readonly<Record<string, Answer>>;

const json =
  (make: (origin: string) => unknown): Answer =>
  (response, origin) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(make(origin)));
const text =
  (status: number, type: string, body: string): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);
const redirect =
  (status: number, to: (origin: string) => string): Answer =>
  (response, origin) =>
    void response.writeHead(status, { location: to(origin) }).end();
const challenge =
  (header: (origin: string) => string): Answer =>
  (response, origin) =>
    void response.writeHead(401, { 'www-authenticate': header(origin) }).end();

const RESOURCE = '/.well-known/oauth-protected-resource/mcp';
const ISSUER = '/.well-known/oauth-authorization-server/as';

const metadata = (origin: string): Record<string, unknown> => ({
  issuer: `${origin}/as`,
  authorization_endpoint: `${origin}/as/authorize`,
  token_endpoint: `${origin}/as/token`,
  code_challenge_methods_supported: ['S256'],
});

/** A server with nothing wrong. Each test changes one thing. */
const GOOD: Routes = {
  '/mcp': challenge(() => 'Bearer'),
  [RESOURCE]: json((origin) => ({ resource: `${origin}/mcp`, authorization_servers: [`${origin}/as`] })),
  [ISSUER]: json(metadata),
};

describe('Discovery', () => {
  let routes: Routes;
  let asked: string[];
  let origin: string;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.method} ${path}`);
    assert.equal(request.headers.authorization, undefined);
    const answer = routes[path] ?? text(404, 'text/plain', 'nothing here');
    answer(response, origin);
  });
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    origin = `http://127.0.0.1:${address.port}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  beforeEach(() => {
    routes = GOOD;
    asked = [];
  });

  const log: string[] = [];
  const effects: Effects = { fetch, now: Date.now, log: recordingLog(log) };
  const entry = (changes: Partial<ServerEntry> = {}): ServerEntry => ({
    name: 'Prod',
    url: `${origin}/mcp`,
    clientId: 'client',
    resource: 'auto',
    ...changes,
  });
  const plan = (changes?: Partial<ServerEntry>) => planSignIn(entry(changes), effects);
  const fails = (code: AppErrorCode, changes?: Partial<ServerEntry>) =>
    assert.rejects(plan(changes), (error) => {
      assert.ok(isAppError(error), String(error));
      assert.equal(error.code, code);
      return true;
    });

  it('finds issuer and resource by the well-known addresses', async () => {
    const found = await plan();
    assert.equal(found.issuer, `${origin}/as`);
    assert.equal(found.resource, `${origin}/mcp`);
    assert.deepEqual(asked, ['POST /mcp', `GET ${RESOURCE}`, `GET ${ISSUER}`]);
  });

  it('goes where the challenge says, and asks for its scopes', async () => {
    routes = {
      ...GOOD,
      '/mcp': challenge((own) => `Bearer scope="a b", resource_metadata="${own}/meta"`),
      '/meta': GOOD[RESOURCE] ?? assert.fail(),
      [RESOURCE]: text(500, 'text/plain', 'not this one'),
    };
    assert.deepEqual((await plan()).scopes, ['a', 'b']);
    assert.equal(asked[1], 'GET /meta');
  });

  it('goes on to the root form, whose resource may be the whole server', async () => {
    const root = json((own) => ({ resource: own, authorization_servers: [`${own}/as`], scopes_supported: ['x'] }));
    routes = { ...GOOD, [RESOURCE]: text(404, 'text/html', '<html>'), '/.well-known/oauth-protected-resource': root };
    const found = await plan();
    assert.equal(found.resource, origin);
    assert.deepEqual(found.scopes, ['x']);
  });

  for (const path of ['/.well-known/openid-configuration/as', '/as/.well-known/openid-configuration']) {
    it(`finds the issuer's metadata at ${path}`, async () => {
      routes = { ...GOOD, [ISSUER]: text(404, 'text/plain', ''), [path]: json(metadata) };
      assert.equal((await plan()).metadata.token_endpoint, `${origin}/as/token`);
    });
  }

  it("passes over another issuer's document at an earlier address", async () => {
    const other = json((own) => ({ ...metadata(own), issuer: own }));
    routes = { ...GOOD, [ISSUER]: other, '/as/.well-known/openid-configuration': json(metadata) };
    assert.equal((await plan()).issuer, `${origin}/as`);
  });

  it("follows an older server's redirect to its issuer, and asks the issuer itself", async () => {
    const { [RESOURCE]: _, ...rest } = GOOD;
    const old = redirect(307, (own) => `${own}/as/.well-known/oauth-authorization-server`);
    routes = {
      ...rest,
      '/.well-known/oauth-authorization-server': old,
      '/as/.well-known/oauth-authorization-server': json(metadata),
    };
    const found = await plan();
    assert.equal(found.issuer, `${origin}/as`);
    assert.equal(found.resource, `${origin}/mcp`);
    assert.ok(asked.includes(`GET ${ISSUER}`));
  });

  it('takes the configured issuer of a server without metadata', async () => {
    const { [RESOURCE]: _, ...rest } = GOOD;
    routes = rest;
    assert.equal((await plan({ issuer: `${origin}/as` })).issuer, `${origin}/as`);
  });

  it('takes a server that lets anybody in but names its issuer', async () => {
    routes = { ...GOOD, '/mcp': json(() => ({ jsonrpc: '2.0', id: 0, result: {} })) };
    assert.equal((await plan()).issuer, `${origin}/as`);
  });

  const never: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (response.write(' '.repeat(65_536)) && !response.destroyed);
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

  const bad: readonly [string, AppErrorCode, Routes, ((origin: string) => Partial<ServerEntry>)?][] = [
    ['a path where nothing is', 'server_not_mcp', {}],
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
      () => ({ issuer: 'https://company.okta.com/oauth2/default' }),
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
    ['nobody who names an issuer', 'issuer_missing', { [RESOURCE]: json((own) => ({ resource: `${own}/mcp` })) }],
  ];
  for (const [name, code, changed, changes] of bad) {
    it(`says ${code} for ${name}`, async () => {
      const { '/mcp': _, ...withoutServer } = GOOD;
      routes = name === 'a path where nothing is' ? withoutServer : { ...GOOD, ...changed };
      await fails(code, changes?.(origin));
      assert.ok(asked.length < 12);
    });
  }

  it('says server_unreachable for a server that is down', () =>
    fails('server_unreachable', { url: 'http://127.0.0.1:1/mcp' }));

  it('says address_refused for a server over http off loopback', () =>
    fails('address_refused', { url: 'http://m.example/mcp' }));

  describe('of a server on the open internet', () => {
    const hosts = (): Effects => ({
      ...effects,
      // Stands for the open internet: names of .example lead to the test's own server.
      fetch: (input, init) => fetch(String(input).replace(/^https:\/\/[a-z]+\.example/, origin), init),
    });
    const open = () => planSignIn(entry({ url: 'https://mcp.example/mcp' }), hosts());
    const refused = () => assert.rejects(open(), (error) => isAppError(error, 'address_refused'));
    const named = (issuer: string): Answer =>
      json(() => ({ resource: 'https://mcp.example/mcp', authorization_servers: [issuer] }));
    const document = (changes: object = {}): Answer =>
      json(() => ({ ...metadata('https://okta.example'), ...changes }));

    it('works with a public issuer', async () => {
      routes = { ...GOOD, [RESOURCE]: named('https://okta.example/as'), [ISSUER]: document() };
      assert.equal((await open()).issuer, 'https://okta.example/as');
    });

    for (const issuer of [
      'https://10.0.0.1/as',
      'https://169.254.169.254',
      'http://127.0.0.1:8080/as',
      'https://localhost',
    ]) {
      it(`never asks the private issuer ${issuer}`, async () => {
        routes = { ...GOOD, [RESOURCE]: named(issuer) };
        await refused();
        assert.deepEqual(asked, ['POST /mcp', `GET ${RESOURCE}`]);
      });
    }

    it('never follows a redirect to a private address', async () => {
      routes = { ...GOOD, [RESOURCE]: redirect(302, () => 'https://192.168.0.1/meta') };
      await refused();
      assert.deepEqual(asked, ['POST /mcp', `GET ${RESOURCE}`]);
    });

    it('never takes a private endpoint', async () => {
      const ours = document({ token_endpoint: 'https://10.1.2.3/token' });
      routes = { ...GOOD, [RESOURCE]: named('https://okta.example/as'), [ISSUER]: ours };
      await refused();
    });
  });
});

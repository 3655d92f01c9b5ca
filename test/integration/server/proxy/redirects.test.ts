import assert from 'node:assert/strict';
import { CookieJar } from '../../support/loginByForm.ts';
import {
  answerConsent,
  authorizeUrl,
  errorOf,
  followToClient,
  locationOf,
  openConsent,
  refusalOf,
  registerClient,
  requestRegistration,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const ELSEWHERE = 'https://evil.example/';
const EDITOR = 'vscode://incident-desk.incident-desk/callback/0a1b2c3d';

describe('A browser at the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let jar: CookieJar;
  before(async () => {
    world = await startProxyWorld({ proxy: { registrations: { perAddress: 1000, inAll: 1000 } } });
  });
  beforeEach(() => {
    jar = new CookieJar();
  });
  after(() => world.close());

  /** The last page or address off the proxy that a browser comes to by itself. */
  async function endOf(url: URL): Promise<Response> {
    let response = await jar.fetch(url);
    for (;;) {
      const next = response.headers.get('location') && locationOf(response, url);
      if (!next || next.origin !== world.origin) return response;
      response = await jar.fetch(next);
    }
  }

  for (const [what, changes] of [
    ['no page', { prompt: 'none' }],
    ['another server', { resource: 'https://other.example/' }],
    ['no challenge', { code_challenge: '', code_challenge_method: '' }],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
    ['a request elsewhere', { request_uri: 'http://127.0.0.1:9/x' }],
    ['a scope that nobody knows', { scope: 'bogus' }],
  ] as const) {
    it(`is not sent to a web site that it did not agree to, by a request for ${what}`, async () => {
      const client = await registerClient(world, 'Okta Verify', ELSEWHERE);
      const lines = world.log.length;
      assert.match(await refusalOf(await endOf(authorizeUrl(world, client, changes))), /^400 ./);
      assert.match(world.log.slice(lines).join('\n'), /"event":"authorization_refused","client":"[\w-]+","address"/);
    });

    it(`tells a program on this computer, and an editor, why a request for ${what} is refused`, async () => {
      for (const redirectUri of ['http://127.0.0.1:7777/callback', EDITOR]) {
        const client = await registerClient(world, 'Program', redirectUri);
        const url = authorizeUrl(world, client, changes);
        const answer = locationOf(await endOf(url), url);
        assert.ok(answer.href.startsWith(redirectUri));
        assert.ok(answer.searchParams.get('error'));
        assert.equal(answer.searchParams.get('state'), 'of-the-client');
      }
    });
  }

  it('is not sent to a web site that the person said no to', async () => {
    const client = await registerClient(world, 'Evil', ELSEWHERE);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const denied = await answerConsent(jar, page, { token, decision: 'deny' });
    assert.match(await refusalOf(await endOf(locationOf(denied, page))), /^400 It was cancelled/);
  });

  for (const [name, value] of [
    ['response_mode', 'form_post'],
    ['response_mode', 'fragment'],
    ['response_mode', 'web_message'],
    ['response_type', 'token'],
  ] as const) {
    it(`gets no answer by ${name}=${value}`, async () => {
      for (const redirectUri of [ELSEWHERE, 'http://127.0.0.1:7777/callback']) {
        const client = await registerClient(world, 'Program', redirectUri);
        for (const changes of [{}, { prompt: 'none' }]) {
          const response = await jar.fetch(authorizeUrl(world, client, { [name]: value, ...changes }));
          assert.equal(response.headers.get('x-frame-options'), 'DENY');
          assert.match(await refusalOf(response), new RegExp(`^400 .*${name}`));
        }
      }
    });
  }

  for (const uri of [
    'vscode:foo',
    'vscode://file/etc/passwd',
    'vscode://vscode.git/clone?url=https://evil.example',
    'vscode://some.extension/callback',
    'vscode://incident-desk.incident-desk/callback?x=1',
    'vscode://incident-desk.incident-desk/add-server',
    'vscode://incident-desk.incident-desk/callback/',
    'VSCODE://incident-desk.incident-desk/../callback',
    'cursor://anysphere.cursor-mcp/oauth/callback?x=1',
    'https://evil.example./',
  ]) {
    it(`is never sent to ${uri}, which no client may register`, async () => {
      assert.equal(
        await errorOf(await requestRegistration(world, { redirect_uris: [uri] })),
        '400 invalid_redirect_uri',
      );
    });
  }

  for (const uri of [
    EDITOR,
    'cursor://incident-desk.incident-desk/callback',
    'cursor://anysphere.cursor-mcp/oauth/callback',
  ]) {
    it(`may be sent to ${uri}`, async () => {
      assert.equal((await requestRegistration(world, { redirect_uris: [uri] })).status, 201);
    });
  }

  for (const path of [
    '/oauth/callback',
    '/oauth/relay?x=1',
    '/oauth/relay/',
    '/oauth/relayed',
    '/oauth/relay/../callback',
    '/',
  ]) {
    it(`is never sent to ${path} of the proxy itself, whatever name it has`, async () => {
      for (const origin of [world.origin, world.origin.replace('127.0.0.1', 'localhost')]) {
        const response = await requestRegistration(world, { redirect_uris: [origin + path] });
        assert.equal(await errorOf(response), '400 invalid_redirect_uri');
      }
    });
  }

  it('is not sent there by a client that may use any port of this computer', async () => {
    const client = await registerClient(world, 'Program', 'http://127.0.0.1:1/oauth/callback');
    const url = authorizeUrl(world, { ...client, redirectUri: `${world.origin}/oauth/callback` });
    assert.match(await refusalOf(await jar.fetch(url)), /^400 .*redirect_uri/);
  });

  it('is sent to a web site that it agreed to, also where the sign-in failed', async () => {
    const client = await registerClient(world, 'Good', ELSEWHERE);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const toOkta = locationOf(await answerConsent(jar, page, { token, decision: 'allow' }), page);
    const failed = new URL('/oauth/callback?error=access_denied', world.origin);
    failed.searchParams.set('state', toOkta.searchParams.get('state') ?? '');
    const answer = await followToClient(jar, failed);
    assert.deepEqual([answer.origin, answer.searchParams.get('error')], ['https://evil.example', 'access_denied']);
  });
});

import assert from 'node:assert/strict';
import { CookieJar } from '../../support/loginByForm.ts';
import {
  answerConsent,
  authorize,
  authorizeUrl,
  followToClient,
  locationOf,
  openConsent,
  redeem,
  refusalOf,
  registerClient,
  signInAtOkta,
  tokensOf,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const FORGED = '403 The answer did not come from the page that asked.';
const EDITOR = 'vscode://incident-desk.incident-desk/callback';
const OVER = '400 It is over, or was begun in another browser.';

describe('The consent page of the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let jar: CookieJar;
  beforeEach(async () => {
    world = await startProxyWorld();
    jar = new CookieJar();
  });
  afterEach(() => world.close());

  it('shows who asks, where the sign-in goes and what it allows, as text', async () => {
    const client = await registerClient(world, '<b>Ev\u202eil</b>', EDITOR);
    const { html } = await openConsent(jar, authorizeUrl(world, client, { scope: 'incidents:read' }));
    assert.match(html, /&lt;b&gt;Evil&lt;\/b&gt;/);
    assert.doesNotMatch(html, /<b>|\u202e/);
    assert.match(html, /vscode:\/\/incident-desk\.incident-desk</);
    assert.match(html, /incidents:read/);
    assert.doesNotMatch(html, /incidents:write/);
    assert.match(html, /up to 30 days/);
  });

  for (const [redirectUri, kind, place] of [
    [EDITOR, 'an editor on this computer', 'vscode://incident-desk.incident-desk'],
    ['http://127.0.0.1:7788/callback', 'a program on this computer', '127.0.0.1:7788'],
    ['https://okta.com.evil.example/callback', 'a web site', 'okta.com.evil.example'],
  ] as const) {
    it(`says in its title who gets in by ${redirectUri}, and never what a client calls itself`, async () => {
      const client = await registerClient(world, 'Okta security check: press Agree now. '.repeat(5), redirectUri);
      const { html } = await openConsent(jar, authorizeUrl(world, client));
      assert.equal(/<h1>(.*?)<\/h1>/.exec(html)?.[1], `Let ${kind} use your incidents?`);
      assert.equal(/<title>(.*?)<\/title>/.exec(html)?.[1], `Let ${kind} use your incidents? – Incident Desk`);
      const [first, second] = [...html.matchAll(/<dd>(.*?)<small>/g)].map(([, words]) => words);
      assert.equal(first, place);
      assert.match(second ?? '', /^Okta security check.*…$/);
      assert.ok((second ?? '').length <= 80);
    });
  }

  for (const scope of ['nothing:known', 'openid profile', 'offline_access']) {
    it(`is not shown where ${scope} would allow nothing, which the client is told`, async () => {
      const client = await registerClient(world);
      const url = authorizeUrl(world, client, { scope });
      const answer = await followToClient(jar, url);
      assert.equal(answer.origin, new URL(client.redirectUri).origin);
      assert.equal(answer.searchParams.get('error'), 'invalid_scope');
      assert.equal(answer.searchParams.get('state'), 'of-the-client');
    });
  }

  it('says that its own relay page passes the sign-in on, and of no other page that it does', async () => {
    for (const [redirectUri, isRelay] of [
      [`${world.origin}/oauth/relay`, true],
      [`${world.origin}/oauth/relay/0a1b2c3d`, true],
      ['http://127.0.0.1:7777/oauth/relay', false],
    ] as const) {
      const client = await registerClient(world, 'Editor', redirectUri);
      const { html } = await openConsent(new CookieJar(), authorizeUrl(world, client));
      assert.equal(html.includes('passes it on to an editor'), isRelay, redirectUri);
      assert.equal(html.includes('a program on this computer'), !isRelay, redirectUri);
      assert.ok(html.includes(`<dd>${new URL(redirectUri).host}<`));
    }
  });

  it('is asked of another client too, though the browser has agreed to one and is signed in at Okta', async () => {
    const good = await registerClient(world);
    await tokensOf(await redeem(world, good, await authorize(world, good, { jar })));
    const evil = await registerClient(world, 'Evil', 'https://evil.example/callback');
    const requests = world.okta.requests.length;
    const { html } = await openConsent(jar, authorizeUrl(world, evil));
    assert.match(html, /Evil/);
    assert.match(html, /evil\.example/);
    assert.equal(world.okta.requests.length, requests);
  });

  it('is asked of the same client again', async () => {
    const client = await registerClient(world);
    await authorize(world, client, { jar });
    const { html } = await openConsent(jar, authorizeUrl(world, client));
    assert.match(html, /Good Editor/);
  });

  it('cannot be gone around by asking for no page', async () => {
    const client = await registerClient(world);
    await authorize(world, client, { jar });
    const url = authorizeUrl(world, client, { prompt: 'none' });
    const answer = locationOf(await jar.fetch(url), url);
    assert.equal(answer.searchParams.get('error'), 'login_required');
    assert.equal(answer.searchParams.get('code'), null);
  });

  it('cannot be gone around by the address that comes after it', async () => {
    const client = await registerClient(world);
    const { page } = await openConsent(jar, authorizeUrl(world, client));
    const resumed = new URL(`/oauth2/v1/authorize/${page.pathname.split('/').at(-1) ?? ''}`, world.origin);
    const next = locationOf(await jar.fetch(resumed), resumed);
    assert.match(next.pathname, /^\/oauth\/consent\//);
  });

  it('takes no answer without what the page alone knows', async () => {
    const client = await registerClient(world);
    const { page } = await openConsent(jar, authorizeUrl(world, client));
    const elsewhere = await openConsent(new CookieJar(), authorizeUrl(world, client));
    for (const token of ['', elsewhere.token]) {
      const response = await answerConsent(jar, page, { token, decision: 'allow' });
      assert.equal(await refusalOf(response), FORGED);
    }
  });

  for (const [what, headers] of [
    ['by its origin', { origin: 'https://evil.example' }],
    ['that hides its origin', { origin: 'null' }],
    ['by the word of the browser', { 'sec-fetch-site': 'cross-site' }],
  ] as const) {
    it(`takes no answer of a page elsewhere, ${what}, though it has the token`, async () => {
      const client = await registerClient(world);
      const { page, token } = await openConsent(jar, authorizeUrl(world, client));
      const response = await answerConsent(jar, page, { token, decision: 'allow' }, headers);
      assert.equal(await refusalOf(response), FORGED);
    });
  }

  it('takes no answer of another browser, though it has the address and the token', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const response = await answerConsent(new CookieJar(), page, { token, decision: 'allow' });
    assert.equal(await refusalOf(response), OVER);
  });

  it('takes no answer once its sign-in is over', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    await followToClient(jar, await signInAtOkta(jar, page, token));
    assert.equal(await refusalOf(await answerConsent(jar, page, { token, decision: 'allow' })), OVER);
  });

  it('is shown in no frame, runs no script and is kept nowhere', async () => {
    const client = await registerClient(world);
    const { headers } = (await openConsent(jar, authorizeUrl(world, client))).response;
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('tells the client where the person does not agree, and Okta nothing', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const requests = world.okta.requests.length;
    const denied = await answerConsent(jar, page, { token, decision: 'deny' });
    const answer = await followToClient(jar, locationOf(denied, page));
    assert.equal(answer.searchParams.get('error'), 'access_denied');
    assert.equal(answer.searchParams.get('state'), 'of-the-client');
    assert.equal(answer.searchParams.get('iss'), world.origin);
    assert.equal(world.okta.requests.length, requests);
  });

  it('sends the browser to the configured address alone, whatever name it came by', async () => {
    const client = await registerClient(world);
    const byName = (url: URL): URL => new URL(url.href.replace('//127.0.0.1:', '//localhost:'));
    const { page, token } = await openConsent(jar, byName(authorizeUrl(world, client)));
    const denied = await answerConsent(jar, page, { token, decision: 'deny' }, { origin: world.origin });
    assert.equal(locationOf(denied, page).origin, world.origin);
  });

  it('gives a client no code for another address', async () => {
    const client = await registerClient(world);
    const url = authorizeUrl(world, client, { redirect_uri: 'https://evil.example/callback' });
    assert.match(await refusalOf(await jar.fetch(url)), /^400 redirect_uri did not match/);
  });

  it('is shown for no client that is unknown', async () => {
    const client = { ...(await registerClient(world)), id: 'nobody' };
    assert.match(await refusalOf(await jar.fetch(authorizeUrl(world, client))), /^400 client is invalid/);
  });

  it('is refused without PKCE, or with a plain challenge', async () => {
    const client = await registerClient(world);
    for (const changes of [{ code_challenge: '', code_challenge_method: '' }, { code_challenge_method: 'plain' }]) {
      const url = authorizeUrl(world, client, changes);
      assert.equal(locationOf(await jar.fetch(url), url).searchParams.get('error'), 'invalid_request');
    }
  });
});

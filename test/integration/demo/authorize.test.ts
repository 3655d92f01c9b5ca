import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CookieJar } from '../support/loginByForm.ts';
import { standIns } from './oktaClient.ts';
import type { OktaClient } from './oktaClient.ts';

const UNKNOWN_REDIRECT = /redirect_uri.* must be a Login redirect URI/;

async function assertPage(
  client: OktaClient,
  changes: Record<string, string | undefined>,
  words: RegExp,
): Promise<void> {
  const end = await client.login(changes);
  assert.equal(end.kind, 'page');
  assert.equal(end.status, 400);
  assert.match(end.html.replaceAll('&#39;', ''), words);
}

async function assertRefused(
  client: OktaClient,
  changes: Record<string, string | undefined>,
  expected: { error: string; description: RegExp },
  person = 'engineer',
): Promise<void> {
  const query = await client.callback(changes, person);
  assert.equal(query.get('error'), expected.error);
  assert.match(query.get('error_description') ?? '', expected.description);
  assert.equal(query.get('code'), null);
  assert.equal(query.get('iss'), null);
}

describe('the stand-in’s authorization endpoint', () => {
  const start = standIns();

  it('brings a code and the state back to the redirect URI, and no iss', async () => {
    const client = await start();
    const query = await client.callback();
    assert.deepEqual([...query.keys()].sort(), ['code', 'state']);
    assert.equal(query.get('state'), 'st-1.a_b,c');
  });

  it('brings no iss in a fragment either', async () => {
    const client = await start();
    const end = await client.login({ response_mode: 'fragment' });
    assert.equal(end.kind, 'callback');
    const fragment = new URLSearchParams(end.url.hash.slice(1));
    assert.deepEqual([...fragment.keys()].sort(), ['code', 'state']);
  });

  it('answers an unknown redirect URI with a page and no redirect', async () => {
    const client = await start();
    await assertPage(client, { redirect_uri: 'https://attacker.example/callback' }, UNKNOWN_REDIRECT);
    await assertPage(client, { redirect_uri: undefined }, UNKNOWN_REDIRECT);
  });

  it('matches a custom scheme redirect URI by the letter', async () => {
    const client = await start();
    const known = 'vscode://incident-desk.incident-desk/callback';
    for (const near of [`${known}/`, `${known}?windowId=1`, known.replace('/callback', '/Callback')]) {
      await assertPage(client, { redirect_uri: near }, UNKNOWN_REDIRECT);
    }
  });

  it('matches the port of a loopback redirect URI', async () => {
    const client = await start();
    const end = await client.login({ redirect_uri: 'http://127.0.0.1:33420/callback' });
    assert.equal(end.kind, 'callback');
    for (const near of [
      'http://127.0.0.1:33422/callback',
      'http://127.0.0.1/callback',
      'http://localhost:33420/callback',
    ]) {
      await assertPage(client, { redirect_uri: near }, UNKNOWN_REDIRECT);
    }
  });

  it('answers an unknown client with a page', async () => {
    const client = await start();
    await assertPage(client, { client_id: '0oaUnknown' }, /client_id/);
  });

  it('insists on PKCE with S256', async () => {
    const client = await start();
    await assertRefused(
      client,
      { code_challenge: undefined, code_challenge_method: undefined },
      { error: 'invalid_request', description: /^PKCE code challenge is required/ },
    );
    for (const method of ['plain', undefined]) {
      await assertRefused(
        client,
        { code_challenge_method: method },
        { error: 'invalid_request', description: /^The 'code_challenge_method' parameter is invalid/ },
      );
    }
  });

  it('refuses a state that is missing or holds other signs than Okta takes', async () => {
    const client = await start();
    const expected = { error: 'invalid_request', description: /invalid 'state' parameter/ };
    for (const state of [undefined, 'a b', 'a=b', 'ä', '{}']) await assertRefused(client, { state }, expected);
  });

  it('refuses a scope that is not configured, in Okta’s words', async () => {
    const client = await start();
    await assertRefused(
      client,
      { scope: 'openid incidents:admin' },
      {
        error: 'invalid_scope',
        description: /^One or more scopes are not configured for the authorization server resource\.$/,
      },
    );
  });

  it('ignores resource unless told to refuse it', async () => {
    const resource = 'http://127.0.0.1:9001/mcp';
    const lenient = await start();
    assert.ok((await lenient.callback({ resource })).get('code'));
    const strict = await start({ rejectResource: true });
    await assertRefused(strict, { resource }, { error: 'invalid_target', description: /resource/ });
  });

  it('answers prompt=none without a session with login_required', async () => {
    const client = await start();
    await assertRefused(client, { prompt: 'none' }, { error: 'login_required', description: /not logged in/ });
  });

  it('remembers the browser’s session, asks again for prompt=login, and for everybody without single sign-on', async () => {
    const remembering = await start();
    const jar = new CookieJar();
    await remembering.login({}, 'engineer', jar);
    const shown = (): number => remembering.server.requests.filter(isLoginForm).length;
    const once = shown();
    await remembering.login({}, 'engineer', jar);
    assert.equal(shown(), once);
    const other = await remembering.login({ prompt: 'login' }, 'viewer', jar);
    assert.equal(other.kind, 'callback');
    assert.equal(shown(), once + 1);
    const forgetful = await start({ singleSignOn: false });
    for (const person of ['engineer', 'viewer']) await forgetful.login({}, person, jar);
    assert.equal(forgetful.server.requests.filter(isLoginForm).length, 2);
  });

  it('gives nobody a code unseen without single sign-on, whoever signed in before', async () => {
    const client = await start({ singleSignOn: false });
    const jar = new CookieJar();
    await client.login({}, 'engineer', jar);
    const end = await client.login({ prompt: 'none' }, 'engineer', jar);
    assert.equal(end.kind, 'callback');
    assert.equal(end.url.searchParams.get('error'), 'login_required');
    assert.equal(end.url.searchParams.get('code'), null);
  });

  it('answers access_denied for people without the application or without any of the scopes', async () => {
    const person = { uid: '00u1', name: 'Una', about: '', scopes: [], assigned: true };
    const client = await start({
      people: [
        { ...person, key: 'unassigned', login: 'una@example.com', assigned: false },
        { ...person, key: 'powerless', uid: '00u2', login: 'pau@example.com' },
      ],
    });
    await assertRefused(client, {}, { error: 'access_denied', description: /not assigned/ }, 'unassigned');
    await assertRefused(client, {}, { error: 'access_denied', description: /^Policy evaluation failed/ }, 'powerless');
  });

  it('shows the login page again for a name that nobody has', async () => {
    const client = await start();
    const end = await client.login({}, 'mallory');
    assert.equal(end.kind, 'page');
    assert.equal(end.status, 400);
    assert.match(end.html, /role="alert"/);
  });

  it('serves a login page that says what it is, runs no script and loads nothing', async () => {
    const client = await start();
    const jar = new CookieJar();
    const first = await jar.fetch(client.authorizationUrl());
    const page = await jar.fetch(new URL(first.headers.get('location') ?? '', client.server.origin));
    const html = await page.text();
    assert.match(html, /Local stand-in for Okta — not a real Okta/);
    assert.doesNotMatch(html, /<script|https?:\/\//);
    assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'sha256-/);
  });
});

function isLoginForm({ method, path }: { method: string; path: string }): boolean {
  return method === 'POST' && path.startsWith('/login/');
}

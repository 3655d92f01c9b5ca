import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import { planSignIn, withoutResource } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { serverId } from '../../../src/core/serverEntry.ts';
import { checkCode, decodeRelayState } from '../../../src/shared/relay.ts';
import { loginByForm } from '../support/loginByForm.ts';
import { BARE_REDIRECT, startWorld } from './world.ts';
import type { World } from './world.ts';

describe('Signing in', function () {
  this.timeout(30_000);
  let world: World;
  before(async () => {
    world = await startWorld({ redirectUris: ['http://127.0.0.1:4999/oauth/relay'] });
  });
  after(() => world.close());

  it('plans by what the server and its issuer say', async () => {
    const plan = await planSignIn(world.entry, world.effects);
    assert.equal(plan.issuer, world.issuer.issuer);
    assert.equal(plan.serverId, serverId(world.entry));
    assert.equal(plan.resource, world.server.url);
    assert.deepEqual(plan.scopes, ['openid', 'profile', 'incidents:read', 'incidents:write', 'offline_access']);
    assert.equal(plan.metadata.token_endpoint, `${world.issuer.issuer}/v1/token`);
  });

  it('asks the browser with PKCE, state and nonce', async () => {
    const { url, state, checkCode: code } = await world.begin();
    assert.equal(`${url.origin}${url.pathname}`, `${world.issuer.issuer}/v1/authorize`);
    assert.equal(url.searchParams.get('response_type'), 'code');
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
    assert.match(url.searchParams.get('code_challenge') ?? '', /^[\w-]{43}$/);
    assert.match(url.searchParams.get('nonce') ?? '', /^[\w-]{43}$/);
    assert.equal(url.searchParams.get('redirect_uri'), BARE_REDIRECT);
    assert.equal(url.searchParams.get('resource'), world.server.url);
    assert.match(state, /^[\w-]{43}$/);
    assert.equal(url.searchParams.get('state'), state);
    assert.equal(code, checkCode(state));
  });

  it('gives tokens that the server takes, and the account they are for', async () => {
    const { session, tokens } = await world.signIn();
    const response = await fetch(world.server.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens.accessToken}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
      }),
    });
    await response.body?.cancel();
    assert.equal(response.status, 200);
    assert.match(session.account.label, /.+ \(Prod\)$/);
    assert.match(session.account.id, /^[0-9a-f]{32}$/);
    assert.equal(session.issuer, world.issuer.issuer);
    assert.equal(session.resource, world.server.url);
    assert.ok(tokens.refreshToken);
    assert.ok(tokens.idToken);
    assert.ok(session.scopes.includes('incidents:write'));
  });

  it('redeems with the relay address that the issuer saw, whatever address reached the editor', async () => {
    const editor = 'http://127.0.0.1:8080/stable-abc/callback?vscode-reqid=1';
    const pending = await world.begin({}, { redirectUri: 'http://127.0.0.1:4999/oauth/relay', callback: editor });
    assert.equal(decodeRelayState(pending.state)?.callback, editor);
    const atRelay = await loginByForm(pending.url, 'engineer');
    assert.equal(atRelay.origin, 'http://127.0.0.1:4999');
    const { tokens } = await pending.redeem(new URL(`${BARE_REDIRECT}${atRelay.search}&vscode-reqid=1`));
    assert.ok(tokens.accessToken);
  });

  it('asks for the scopes that are configured', async () => {
    const { session } = await world.signIn({ scopes: ['incidents:read'] });
    assert.deepEqual([...session.scopes].sort(), ['incidents:read', 'offline_access']);
  });

  it('sends no resource where the settings say so', async () => {
    const { url } = await world.begin({ resource: 'omit' });
    assert.equal(url.searchParams.has('resource'), false);
  });

  it('reports the error of the callback', async () => {
    const pending = await world.begin();
    const callback = new URL(BARE_REDIRECT);
    callback.search = new URLSearchParams({
      error: 'access_denied',
      error_description: 'User is not assigned to the client application.',
      state: pending.state,
    }).toString();
    await assert.rejects(pending.redeem(callback), (error) => {
      assert.ok(isAppError(error, 'authorization_denied'));
      assert.equal(error.args['description'], 'User is not assigned to the client application.');
      return true;
    });
  });

  it('reports a scope that the issuer does not know', async () => {
    const pending = await world.begin({ scopes: ['no:such'] });
    const callback = await loginByForm(pending.url, 'engineer');
    await assert.rejects(
      pending.redeem(callback),
      (error) => isAppError(error, 'authorization_denied') && error.args['error'] === 'invalid_scope',
    );
  });

  for (const [name, change] of [
    ['a wrong state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['another path', (url: URL) => void (url.pathname = '/callback/0badcafe')],
  ] as const) {
    it(`refuses a callback with ${name}, and asks the issuer nothing`, async () => {
      const pending = await world.begin();
      const callback = await loginByForm(pending.url, 'engineer');
      const before = world.tokenRequests('authorization_code');
      change(callback);
      await assert.rejects(pending.redeem(callback), (error) => isAppError(error, 'callback_invalid'));
      assert.equal(world.tokenRequests('authorization_code'), before);
    });
  }

  it('redeems one callback only', async () => {
    const pending = await world.begin();
    const callback = await loginByForm(pending.url, 'engineer');
    await pending.redeem(callback);
    await assert.rejects(pending.redeem(callback), (error) => isAppError(error, 'callback_invalid'));
  });

  it('takes no code of another sign-in, since PKCE binds it', async () => {
    const mine = await world.begin();
    const other = await loginByForm((await world.begin()).url, 'viewer');
    other.searchParams.set('state', mine.state);
    await assert.rejects(
      mine.redeem(other),
      (error) => isAppError(error, 'token_request_failed') && error.args['error'] === 'invalid_grant',
    );
  });

  it('takes no ID token with another nonce', async () => {
    const pending = await world.begin();
    const injected = new URL(pending.url);
    injected.searchParams.set('nonce', 'another-nonce');
    await assert.rejects(
      pending.redeem(await loginByForm(injected, 'engineer')),
      (error) => isAppError(error, 'token_request_failed') && error.args['error'] === 'invalid_response',
    );
  });

  it('takes no ID token without its nonce', async () => {
    const pending = await world.begin();
    const injected = new URL(pending.url);
    injected.searchParams.delete('nonce');
    await assert.rejects(
      pending.redeem(await loginByForm(injected, 'engineer')),
      (error) => isAppError(error, 'token_request_failed') && error.args['error'] === 'invalid_response',
    );
  });

  it('can be cancelled while the code is redeemed', async () => {
    const pending = await world.begin();
    const callback = await loginByForm(pending.url, 'engineer');
    await assert.rejects(pending.redeem(callback, AbortSignal.abort()), (error) => isAppError(error, 'cancelled'));
  });

  it('asks for the client id where none is configured', async () => {
    const { clientId: _, ...entry } = world.entry;
    await assert.rejects(
      planSignIn(entry, world.effects),
      (error) => isAppError(error, 'client_id_required') && error.args['issuer'] === world.issuer.issuer,
    );
  });

  it('refuses a configured issuer that the server does not name', async () => {
    await assert.rejects(
      planSignIn({ ...world.entry, issuer: 'http://127.0.0.1:1/oauth2/other' }, world.effects),
      (error) => isAppError(error, 'issuer_not_named'),
    );
  });

  it('can be cancelled while it looks up where to sign in', async () => {
    await assert.rejects(planSignIn(world.entry, world.effects, { signal: AbortSignal.abort() }), (error) =>
      isAppError(error, 'cancelled'),
    );
  });

  it('logs nothing secret', async () => {
    const { tokens } = await world.signIn();
    const lines = world.log.join('\n');
    for (const secret of [tokens.accessToken, tokens.refreshToken, tokens.idToken]) {
      assert.ok(secret && !lines.includes(secret));
    }
  });
});

describe('Signing in at an issuer that refuses the resource parameter', function () {
  this.timeout(30_000);
  let world: World;
  before(async () => {
    world = await startWorld({ rejectResource: true });
  });
  after(() => world.close());

  it('says so, and works without it', async () => {
    const plan = await planSignIn(world.entry, world.effects);
    const first = await beginAuthorization(plan, { redirectUri: BARE_REDIRECT }, world.effects);
    await assert.rejects(
      first.redeem(await loginByForm(first.url, 'engineer')),
      (error) => isAppError(error, 'authorization_denied') && error.args['error'] === 'invalid_target',
    );
    const second = await beginAuthorization(withoutResource(plan), { redirectUri: BARE_REDIRECT }, world.effects);
    const signedIn = await second.redeem(await loginByForm(second.url, 'engineer'));
    assert.equal(signedIn.session.resource, undefined);
    const window = world.window();
    const { id } = await window.add(signedIn);
    world.pass(3600);
    assert.ok(await window.token(id));
  });
});

describe('Signing in at an issuer that fails when the code is redeemed', function () {
  this.timeout(30_000);
  let world: World;
  before(async () => {
    world = await startWorld({
      intercept: (_, response, path) => {
        if (path.endsWith('/v1/token')) response.writeHead(503, { 'content-type': 'text/html' }).end('<html>');
        return path.endsWith('/v1/token');
      },
    });
  });
  after(() => world.close());

  it('says that nobody is signed in', async () => {
    await assert.rejects(
      world.signIn(),
      (error) => isAppError(error, 'sign_in_interrupted') && error.args['issuer'] === world.issuer.issuer,
    );
  });
});

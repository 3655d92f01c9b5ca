import assert from 'node:assert/strict';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, it } from 'mocha';
import { CookieJar } from '../support/loginByForm.ts';
import { standIns } from './oktaClient.ts';
import type { Answer, OktaClient } from './oktaClient.ts';

const HOUR_MS = 3_600_000;

function assertError(answer: Answer, status: number, error: string, description: RegExp): void {
  assert.equal(answer.status, status);
  assert.equal(answer.error, error);
  assert.match(answer.error_description ?? '', description);
}

function verify(client: OktaClient, token: string, audience: string, now = Date.now()) {
  const keys = createRemoteJWKSet(new URL(`${client.server.issuer}/v1/keys`));
  return jwtVerify(token, keys, { issuer: client.server.issuer, audience, currentDate: new Date(now) });
}

describe('the stand-in’s tokens', () => {
  const start = standIns();

  it('have the claims of an Okta access token, signed with RS256', async () => {
    const client = await start();
    const { accessToken, expiresIn } = await client.signIn();
    const { payload, protectedHeader } = await verify(client, accessToken, 'https://mcp-incidents-api');
    assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'kid']);
    assert.equal(protectedHeader.alg, 'RS256');
    const names = ['aud', 'auth_time', 'cid', 'exp', 'iat', 'iss', 'jti', 'scp', 'sub', 'uid', 'ver'];
    assert.deepEqual(Object.keys(payload).sort(), names);
    assert.equal(payload['ver'], 1);
    assert.equal(payload['cid'], client.server.clientId);
    assert.equal(payload.sub, 'erin.alvarez@example.com');
    assert.match(String(payload['uid']), /^00u/);
    assert.deepEqual(payload['scp'], [
      'openid',
      'profile',
      'email',
      'offline_access',
      'incidents:read',
      'incidents:write',
    ]);
    assert.equal(Number(payload.exp) - Number(payload.iat), expiresIn);
  });

  it('come with an ID token for the client, with nonce and without typ', async () => {
    const client = await start();
    const { idToken } = await client.signIn();
    const { payload } = await verify(client, idToken, client.server.clientId);
    assert.equal(decodeProtectedHeader(idToken).typ, undefined);
    assert.equal(payload['nonce'], 'nonce-1');
    assert.equal(payload['email'], 'erin.alvarez@example.com');
    assert.match(String(payload.sub), /^00u/);
    assert.ok(payload['at_hash']);
  });

  it('follow the clock', async () => {
    const now = Date.parse('2031-02-03T04:05:06Z');
    const client = await start({ clock: () => now });
    const { accessToken, idToken } = await client.signIn();
    for (const [token, audience] of [
      [accessToken, client.server.audience],
      [idToken, client.server.clientId],
    ] as const) {
      const { payload } = await verify(client, token, audience, now);
      for (const instant of [payload.iat, payload['auth_time']]) {
        assert.ok(Math.abs(Number(instant) * 1000 - now) <= 2000, String(instant));
      }
    }
  });

  it('give each person the scopes that the policy allows', async () => {
    const client = await start();
    const { accessToken, scope } = await client.signIn({}, 'viewer');
    const { payload } = await verify(client, accessToken, client.server.audience);
    assert.deepEqual(payload['scp'], ['openid', 'profile', 'email', 'offline_access', 'incidents:read']);
    assert.equal(scope, 'openid profile email offline_access incidents:read');
    const query = await client.callback({ scope: 'openid incidents:write' }, 'viewer');
    assert.equal(query.get('error'), 'access_denied');
  });

  it('include a refresh token only for offline_access', async () => {
    const client = await start();
    assert.equal((await client.signIn({ scope: 'openid incidents:read' })).refreshToken, '');
    assert.notEqual((await client.signIn()).refreshToken, '');
  });

  it('let an access token expire for introspection', async () => {
    let now = Date.now();
    const client = await start({ clock: () => now, ttl: { accessToken: 60 } });
    const { accessToken } = await client.signIn();
    assert.equal(await client.isActive(accessToken), true);
    now += 61_000;
    assert.equal(await client.isActive(accessToken), false);
  });
});

describe('the stand-in’s token endpoint', () => {
  const start = standIns();

  it('redeems a code once, and kills what it gave when the code comes again', async () => {
    const client = await start();
    const code = (await client.callback()).get('code') ?? '';
    const first = await client.redeem(code);
    assert.equal(first.status, 200);
    assertError(await client.redeem(code), 400, 'invalid_grant', /authorization code is invalid or has expired/);
    assertError(await client.refresh(first.refresh_token ?? ''), 400, 'invalid_grant', /refresh token is invalid/);
  });

  it('redeems a code although somebody else has signed in with that browser since', async () => {
    const client = await start();
    const jar = new CookieJar();
    const end = await client.login({ scope: 'openid incidents:read' }, 'engineer', jar);
    await client.login({ prompt: 'login' }, 'viewer', jar);
    assert.equal(end.kind, 'callback');
    assert.equal((await client.redeem(end.url.searchParams.get('code') ?? '')).status, 200);
  });

  it('refuses another verifier, another redirect URI and an old code', async () => {
    let now = Date.now();
    const client = await start({ clock: () => now });
    const code = async (): Promise<string> => (await client.callback()).get('code') ?? '';
    const other = { code_verifier: 'x'.repeat(43) };
    assertError(await client.redeem(await code(), other), 400, 'invalid_grant', /^PKCE verification failed/);
    const elsewhere = { redirect_uri: 'http://127.0.0.1:33419/callback' };
    assertError(await client.redeem(await code(), elsewhere), 400, 'invalid_grant', /redirect_uri/);
    const old = await code();
    now += 301_000;
    assertError(await client.redeem(old), 400, 'invalid_grant', /has expired/);
  });

  it('refuses an unknown client with invalid_client', async () => {
    const client = await start();
    const code = (await client.callback()).get('code') ?? '';
    assertError(await client.redeem(code, { client_id: '0oaOther' }), 401, 'invalid_client', /client_id/);
  });

  it('rotates refresh tokens, and takes the old one for the grace time', async () => {
    let now = Date.now();
    const client = await start({ clock: () => now });
    const { refreshToken } = await client.signIn();
    const second = await client.refresh(refreshToken);
    assert.equal(second.status, 200);
    assert.notEqual(second.refresh_token, refreshToken);
    now += 20_000;
    assert.equal((await client.refresh(refreshToken)).status, 200);
    // A use inside the grace time does not prolong it.
    now += 11_000;
    assert.equal((await client.refresh(refreshToken)).status, 400);
  });

  it('kills the newest refresh token and the access tokens when an old one is used after the grace time', async () => {
    let now = Date.now();
    const client = await start({ clock: () => now, graceSeconds: 5 });
    const { refreshToken, accessToken } = await client.signIn();
    const newest = await client.refresh(refreshToken);
    now += 6000;
    assertError(await client.refresh(refreshToken), 400, 'invalid_grant', /^The refresh token is invalid or expired/);
    assertError(await client.refresh(newest.refresh_token ?? ''), 400, 'invalid_grant', /refresh token/);
    for (const token of [accessToken, newest.access_token ?? '']) assert.equal(await client.isActive(token), false);
  });

  it('leaves other sign-ins of the same person alone when one is killed', async () => {
    const client = await start({ graceSeconds: 0 });
    const [one, two] = [await client.signIn(), await client.signIn()];
    await client.refresh(one.refreshToken);
    await client.refresh(one.refreshToken);
    assert.equal((await client.refresh(two.refreshToken)).status, 200);
  });

  it('forgets a refresh token that lay idle for a week', async () => {
    let now = Date.now();
    const client = await start({ clock: () => now });
    let { refreshToken } = await client.signIn();
    now += 6 * 24 * HOUR_MS;
    refreshToken = (await client.refresh(refreshToken)).refresh_token ?? '';
    now += 7 * 24 * HOUR_MS + 1000;
    assertError(await client.refresh(refreshToken), 400, 'invalid_grant', /invalid or expired/);
  });

  it('narrows scopes on refresh and never widens them', async () => {
    const client = await start();
    const { refreshToken } = await client.signIn({ scope: 'offline_access incidents:read' });
    const wider = { scope: 'offline_access incidents:read incidents:write' };
    assertError(await client.refresh(refreshToken, wider), 400, 'access_denied', /scopes/);
    assertError(await client.refresh(refreshToken, { scope: 'nonsense' }), 400, 'invalid_scope', /not configured/);
    const narrower = await client.refresh(refreshToken, { scope: 'incidents:read' });
    assert.equal(narrower.scope, 'incidents:read');
  });

  it('ignores resource unless told to refuse it', async () => {
    const resource = 'http://127.0.0.1:9001/mcp';
    const lenient = await start();
    const code = (await lenient.callback({ resource })).get('code') ?? '';
    assert.equal((await lenient.redeem(code, { resource })).status, 200);
    const strict = await start({ rejectResource: true });
    const { refreshToken } = await strict.signIn();
    assertError(await strict.refresh(refreshToken, { resource }), 400, 'invalid_target', /resource/);
  });

  it('issues tokens of its own right to a service client with its secret', async () => {
    const client = await start({ serviceClients: [{ clientId: '0oaService', clientSecret: 'made-up-for-this-test' }] });
    const form = { grant_type: 'client_credentials', client_id: '0oaService', scope: 'incidents:read' };
    const answer = await client.post('token', { ...form, client_secret: 'made-up-for-this-test' });
    const { payload } = await verify(client, answer.access_token ?? '', client.server.audience);
    assert.equal(payload.sub, '0oaService');
    assert.equal(payload['uid'], undefined);
    assert.equal((await client.post('token', { ...form, client_secret: 'wrong' })).error, 'invalid_client');
  });

  it('can be made to fail by its owner, as with a rate limit', async () => {
    let isLimited = false;
    const client = await start({
      intercept: (_request, response, path) => {
        if (!isLimited || !path.endsWith('/v1/token')) return false;
        response.writeHead(429, { 'content-type': 'application/json', 'x-rate-limit-remaining': '0' });
        response.end(JSON.stringify({ error: 'invalid_grant' }));
        return true;
      },
    });
    const { refreshToken } = await client.signIn();
    isLimited = true;
    assert.equal((await client.refresh(refreshToken)).status, 429);
    isLimited = false;
    assert.equal((await client.refresh(refreshToken)).status, 200);
  });
});

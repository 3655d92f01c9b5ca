import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'mocha';
import * as client from 'openid-client';
import * as z from 'zod';
import { CookieJar, loginByForm } from '../support/loginByForm.ts';
import { activateDevice } from './activateDevice.ts';
import { OktaClient, REDIRECT_URI, standIns } from './oktaClient.ts';
import { startAuthorizationServer } from '../../../src/demo/authorizationServer/startAuthorizationServer.ts';

const documentSchema = z.record(z.string(), z.unknown());

async function readDocument(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return documentSchema.parse(await response.json());
}

describe('the stand-in’s metadata', () => {
  const start = standIns();

  it('is the same at both well-known addresses and at the path-inserted one', async () => {
    const { server } = await start();
    const [first, ...others] = await Promise.all(
      [
        `${server.issuer}/.well-known/openid-configuration`,
        `${server.issuer}/.well-known/oauth-authorization-server`,
        `${server.origin}/.well-known/oauth-authorization-server/oauth2/default`,
      ].map(readDocument),
    );
    assert.equal(first?.['issuer'], server.issuer);
    for (const other of others) assert.deepEqual(other, first);
  });

  it('promises no iss, offers S256 alone and keeps the API’s scopes to itself', async () => {
    const { server } = await start();
    const found = await readDocument(`${server.issuer}/.well-known/openid-configuration`);
    assert.equal('authorization_response_iss_parameter_supported' in found, false);
    assert.deepEqual(found['code_challenge_methods_supported'], ['S256']);
    assert.deepEqual(found['scopes_supported'], ['openid', 'profile', 'email', 'offline_access']);
  });

  it('has nothing at the org server’s addresses', async () => {
    const { server } = await start();
    for (const address of ['/.well-known/openid-configuration', '/oauth2/other/.well-known/openid-configuration']) {
      assert.equal((await fetch(server.origin + address)).status, 404);
    }
  });

  it('names a registration endpoint that is closed without an administrator’s token', async () => {
    const { server } = await start({ registrationToken: 'made-up-for-this-test' });
    const found = await readDocument(`${server.issuer}/.well-known/openid-configuration`);
    const endpoint = String(found['registration_endpoint']);
    assert.equal(endpoint, `${server.origin}/oauth2/v1/clients`);
    const register = async (headers: Record<string, string>) => {
      const body = JSON.stringify({
        redirect_uris: ['http://127.0.0.1:5000/callback'],
        application_type: 'native',
        token_endpoint_auth_method: 'none',
      });
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
      const response = await fetch(endpoint, init);
      return { status: response.status, body: documentSchema.parse(await response.json()) };
    };
    const closed = await register({});
    assert.equal(closed.status, 401);
    assert.equal(closed.body['errorCode'], 'E0000005');
    assert.equal((await register({ authorization: 'SSWS wrong' })).status, 401);
    assert.equal((await register({ authorization: 'Bearer anything' })).status, 403);
    assert.equal((await fetch(`${server.issuer}/v1/clients`, { method: 'POST' })).status, 404);
    const opened = await register({ authorization: 'SSWS made-up-for-this-test' });
    assert.equal(opened.status, 201);
    assert.equal(typeof opened.body['client_id'], 'string');
  });
});

describe('the stand-in’s other endpoints', () => {
  const start = standIns();

  it('work with a certified client from discovery to refresh', async () => {
    const { server } = await start();
    const options = { execute: [client.allowInsecureRequests] };
    const config = await client.discovery(new URL(server.issuer), server.clientId, {}, client.None(), options);
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid email offline_access incidents:read',
      state,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const callback = await loginByForm(url, 'viewer');
    const checks = { pkceCodeVerifier: verifier, expectedState: state };
    const tokens = await client.authorizationCodeGrant(config, callback, checks);
    const claims = tokens.claims();
    assert.ok(claims);
    assert.equal(claims['email'], 'victor.okafor@example.com');
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    const info = await client.fetchUserInfo(config, refreshed.access_token, claims.sub);
    assert.equal(info.email, 'victor.okafor@example.com');
    await client.tokenRevocation(config, refreshed.refresh_token ?? '');
    assert.equal((await client.tokenIntrospection(config, refreshed.access_token)).active, false);
  });

  it('sign in a device that shows a code', async () => {
    let now = Date.now();
    const okta = await start({ clock: () => now });
    const started = await okta.post('device/authorize', {
      scope: 'openid offline_access incidents:read incidents:write',
    });
    assert.equal(started.status, 200);
    assert.equal(started['verification_uri'], `${okta.server.origin}/activate`);
    const poll = () => {
      now += 5_000;
      return okta.post('token', {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: String(started['device_code']),
      });
    };
    assert.equal((await poll()).error, 'authorization_pending');
    await activateDevice(started['verification_uri'], String(started['user_code']), 'viewer');
    const answer = await poll();
    assert.equal(answer.status, 200);
    assert.equal(answer.scope, 'openid offline_access incidents:read');
    assert.ok(answer.refresh_token);
    assert.equal((await poll()).error, 'invalid_grant');
  });

  it('refuse unknown scopes and late codes to a device', async () => {
    let now = Date.now();
    const okta = await start({ clock: () => now });
    assert.equal((await okta.post('device/authorize', { scope: 'incidents:admin' })).error, 'invalid_scope');
    const started = await okta.post('device/authorize', { scope: 'incidents:read' });
    assert.equal(started.expires_in, 600);
    now += 601_000;
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' };
    const late = await okta.post('token', { ...grant, device_code: String(started['device_code']) });
    assert.equal(late.error, 'expired_token');
  });

  it('introspect access and refresh tokens of their own, and nothing else', async () => {
    const okta = await start();
    const { accessToken, refreshToken } = await okta.signIn();
    const access = await okta.introspect(accessToken);
    assert.equal(access['active'], true);
    assert.equal(access['username'], 'erin.alvarez@example.com');
    assert.match(access.scope ?? '', /incidents:write/);
    assert.equal(await okta.isActive(refreshToken), true);
    for (const foreign of ['nonsense', `${accessToken}x`]) assert.equal(await okta.isActive(foreign), false);
    const unknown = await okta.post('introspect', { client_id: '0oaOther', token: accessToken });
    assert.equal(unknown.status, 401);
    assert.equal(unknown.error, 'invalid_client');
  });

  it('ask a service client for its secret', async () => {
    const secret = 'made up: for=this+test';
    const okta = await start({ serviceClients: [{ clientId: '0oaService', clientSecret: secret }] });
    const { accessToken } = await okta.signIn();
    const basic = (word: string) => `Basic ${Buffer.from(`0oaService:${encodeURIComponent(word)}`).toString('base64')}`;
    const token = { token: accessToken };
    const right = await okta.post('introspect', token, { authorization: basic(secret) });
    assert.equal(right['active'], true);
    const wrong = await okta.post('introspect', token, { authorization: basic('wrong') });
    assert.equal(wrong.error, 'invalid_client');
    assert.match(wrong.error_description ?? '', /client secret/);
  });

  it('kill the access token with its refresh token, an access token alone, and answer 200 for dead tokens', async () => {
    const okta = await start();
    const one = await okta.signIn();
    assert.equal((await okta.post('revoke', { token: one.accessToken })).status, 200);
    assert.equal(await okta.isActive(one.accessToken), false);
    assert.equal(await okta.isActive(one.refreshToken), true);
    const two = await okta.signIn();
    for (const token of [two.refreshToken, two.refreshToken, 'nonsense']) {
      assert.equal((await okta.post('revoke', { token })).status, 200);
    }
    assert.equal(await okta.isActive(two.accessToken), false);
    assert.equal((await okta.refresh(two.refreshToken)).error, 'invalid_grant');
    assert.equal((await okta.post('revoke', {})).status, 400);
  });

  it('log out with an ID token only, and only to a registered address', async () => {
    const target = 'https://desk.example/signed-out';
    const okta = await start({ postLogoutRedirectUris: [target] });
    const jar = new CookieJar();
    await okta.login({}, 'engineer', jar);
    const { idToken } = await okta.signIn();
    const logout = (query: Record<string, string>) =>
      jar.fetch(`${okta.server.issuer}/v1/logout?${new URLSearchParams(query).toString()}`);
    assert.equal((await logout({ post_logout_redirect_uri: target })).status, 400);
    assert.equal((await logout({ id_token_hint: 'nonsense' })).status, 400);
    const elsewhere = { id_token_hint: idToken, post_logout_redirect_uri: 'https://attacker.example/' };
    assert.equal((await logout(elsewhere)).status, 400);
    const silent = { prompt: 'none', scope: 'openid' };
    const stillThere = await okta.login(silent, 'engineer', jar);
    assert.ok(stillThere.kind === 'callback' && stillThere.url.searchParams.has('code'));
    const done = await logout({ id_token_hint: idToken, post_logout_redirect_uri: target, state: 's1' });
    assert.equal(done.headers.get('location'), `${target}?state=s1`);
    const gone = await okta.login(silent, 'engineer', jar);
    assert.ok(gone.kind === 'callback');
    assert.equal(gone.url.searchParams.get('error'), 'login_required');
  });

  it('answer to no other host name', async () => {
    const { server } = await start();
    const get = (address: string) =>
      new Promise<{ status: number | undefined; location: string | undefined }>((resolve, reject) => {
        request(address, { headers: { host: 'rebound.example' } }, (response) => {
          response.resume();
          resolve({ status: response.statusCode, location: response.headers.location });
        })
          .on('error', reject)
          .end();
      });
    assert.equal((await get(`${server.issuer}/.well-known/openid-configuration`)).status, 404);
    // Except that it sends a browser on to its own address.
    const opened = [
      `${server.issuer}/v1/authorize?state=s`,
      `${server.origin}/activate?user_code=c`,
      `${server.issuer}/v1/logout?id_token_hint=i`,
    ];
    for (const page of opened) assert.deepEqual(await get(page), { status: 302, location: page });
  });
});

describe('a stand-in with a database', () => {
  it('keeps its keys, grants and what was used from one start to the next', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'stand-in-'));
    const databasePath = path.join(directory, 'grants.db');
    try {
      const first = new OktaClient(await startAuthorizationServer({ databasePath, graceSeconds: 0 }));
      const { refreshToken, accessToken } = await first.signIn();
      const newest = (await first.refresh(refreshToken)).refresh_token ?? '';
      await first.server.close();
      const port = Number(new URL(first.server.origin).port);
      const second = new OktaClient(await startAuthorizationServer({ databasePath, port, graceSeconds: 0 }));
      try {
        assert.equal(await second.isActive(accessToken), true);
        assert.equal((await second.refresh(newest)).status, 200);
        assert.equal((await second.refresh(refreshToken)).error, 'invalid_grant');
        assert.equal(await second.isActive(accessToken), false);
      } finally {
        await second.server.close();
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { connectToServer } from '../../../src/core/mcp/connect.ts';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import { exchangeIdentity, planIdentityProvider } from '../../../src/core/oauth/signIn/identityProvider.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import type { SignedIn } from '../../../src/core/oauth/signIn/signedIn.ts';
import { serverEntry } from '../../../src/core/serverEntry.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import type { AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer } from '../../../src/server/startServer.ts';
import { TOOL } from '../../../src/shared/names.ts';
import { startAssertionIssuer } from '../../peers/assertionIssuer.ts';
import type { AssertionIssuer, AssertionIssuerOptions } from '../../peers/assertionIssuer.ts';
import { loginByForm } from '../support/loginByForm.ts';
import { HeldAnswer } from './tokenFaults.ts';
import type { Fault } from './tokenFaults.ts';
import { BARE_REDIRECT, eventually, startWorld } from './world.ts';
import type { World } from './world.ts';

const CLIENT_THERE = 'incident-desk-at-as';
const AUDIENCE = 'https://mcp-incidents-api';

function failsWith(code: AppErrorCode): (error: unknown) => boolean {
  return (error) => isAppError(error, code);
}

describe('A sign-in that a company manages', function () {
  this.timeout(30_000);
  let world: World;
  let issuer: AssertionIssuer;
  let server: RunningServer;
  let entry: ServerEntry;
  afterEach(async () => {
    await server.close();
    await issuer.close();
    await world.close();
  });

  async function start(
    options: { provider?: AuthorizationServerOptions; issuer?: Partial<AssertionIssuerOptions> } = {},
  ): Promise<void> {
    issuer = await startAssertionIssuer({
      provider: () => world.issuer.issuer,
      clientId: CLIENT_THERE,
      audience: AUDIENCE,
      resource: () => server.url,
      now: () => world.effects.now(),
      ...options.issuer,
    });
    const managedConnections = [{ issuer: issuer.url, clientId: CLIENT_THERE }];
    world = await startWorld({ singleSignOn: false, managedConnections, ...options.provider });
    server = await startServer({ issuer: issuer.url, audience: AUDIENCE, now: world.effects.now });
    entry = serverEntry({
      name: 'Prod',
      url: server.url,
      clientId: CLIENT_THERE,
      identityProvider: { issuer: world.issuer.issuer, clientId: world.issuer.clientId },
    });
  }

  async function signIn(scopes?: readonly string[], person = 'engineer'): Promise<SignedIn> {
    const { effects } = world;
    const plan = await planSignIn(entry, effects);
    const providerPlan = await planIdentityProvider(plan, effects);
    const asked = scopes ? { ...providerPlan, scopes } : providerPlan;
    const pending = await beginAuthorization(asked, { redirectUri: BARE_REDIRECT }, effects);
    const atProvider = await pending.redeem(await loginByForm(pending.url, person));
    return exchangeIdentity(plan, atProvider, effects);
  }

  async function call(window: Sessions, id: string): Promise<void> {
    const tokens = { token: () => window.token(id), replace: (rejected: string) => window.replace(id, rejected) };
    const connection = await connectToServer({ entry, tokens, effects: world.effects, clientVersion: '0.0.0' });
    try {
      assert.ok(!(await connection.callTool(TOOL.getMe, {})).isError);
    } finally {
      await connection.close();
    }
  }

  async function revokeAtProvider({ tokens }: SignedIn): Promise<void> {
    const body = new URLSearchParams({ client_id: world.issuer.clientId, token: tokens.refreshToken ?? '' });
    await fetch(`${world.issuer.issuer}/v1/revoke`, { method: 'POST', body });
  }

  it('asks the provider for who it is, and the issuer for what the server takes', async () => {
    await start();
    const spelled = { bareIssuer: `${world.issuer.issuer}/` };
    const plan = await planIdentityProvider(await planSignIn(entry, world.effects), world.effects, spelled);
    assert.deepEqual(plan.scopes, ['openid', 'profile', 'offline_access']);
    assert.deepEqual([plan.issuer, plan.callbackPath], [world.issuer.issuer, '/callback']);
    assert.equal(plan.resource, undefined);
    const signedIn = await signIn();
    assert.equal(signedIn.session.issuer, issuer.url);
    assert.equal(signedIn.session.clientId, CLIENT_THERE);
    assert.match(signedIn.session.account.label, /erin\.alvarez@example\.com \(Prod\)/);
    const claims = decodeJwt(signedIn.tokens.accessToken);
    assert.equal(claims.iss, issuer.url);
    assert.deepEqual(claims['scp'], ['incidents:read', 'incidents:write']);
    const window = world.window();
    const { id } = await window.add(signedIn);
    await call(window, id);
  });

  it('is renewed by the ID token while that is good, and by the refresh token after', async () => {
    await start({ provider: { ttl: { idToken: 5400 } } });
    const { id } = await world.window().add(await signIn());
    world.pass(3600);
    const window = world.window();
    await call(window, id);
    assert.equal(world.tokenRequests('refresh_token'), 0);
    world.pass(3600);
    await call(window, id);
    assert.equal(world.tokenRequests('refresh_token'), 1);
    world.pass(3600);
    await Promise.all([window.token(id), world.window().token(id)]);
    assert.equal(issuer.issued(), 4);
  });

  it("keeps the provider's new tokens where a sleep came between their sending and their exchange", async () => {
    const held = new HeldAnswer();
    const faults: Fault[] = [];
    const intercept: AuthorizationServerOptions['intercept'] = (request, response, path) =>
      path.endsWith('/v1/token') && (faults.shift()?.(response, request) ?? false);
    await start({ provider: { intercept } });
    const window = world.window();
    const { id } = await window.add(await signIn());
    world.pass(3600);
    faults.push(held.fault);
    const renewed = window.token(id);
    await eventually(() => held.begun);
    world.pass(3 * 24 * 3600);
    held.release();
    await renewed;
    await call(window, id);
    assert.equal((await window.list()).length, 1);
    assert.equal(world.tokenRequests('refresh_token'), 2);
  });

  it('is over when the provider ended it', async () => {
    await start();
    const window = world.window();
    const signedIn = await signIn();
    const { id } = await window.add(signedIn);
    await revokeAtProvider(signedIn);
    world.pass(3600);
    await assert.rejects(window.token(id), failsWith('session_ended'));
    assert.deepEqual(await window.list(), []);
  });

  it('is over with its ID token where the provider gave no refresh token', async () => {
    await start({ provider: { ttl: { idToken: 5400 } } });
    const window = world.window();
    const { id } = await window.add(await signIn(['openid']));
    world.pass(3600);
    assert.ok(await window.token(id));
    world.pass(3600);
    await assert.rejects(window.token(id), failsWith('session_ended'));
  });

  it('outlives an issuer that is down after the provider renewed its tokens', async () => {
    await start({ provider: { graceSeconds: 0 } });
    const window = world.window();
    const { id } = await window.add(await signIn());
    world.pass(3600);
    issuer.refuseWith('server_error');
    const expired = tokenText(await window.token(id));
    await assert.rejects(window.replace(id, expired), failsWith('token_endpoint_unreachable'));
    issuer.refuseWith(undefined);
    await call(window, id);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('takes no assertion for another audience, client or server', async () => {
    await start();
    const plan = await planSignIn(entry, world.effects);
    const changed = async (change: (claims: Record<string, unknown>) => void, typ?: string): Promise<SignedIn> => {
      const forging: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        if (typeof init?.body !== 'string' || !init.body.includes('token-exchange')) return response;
        const [header = '', payload = '', signature = ''] = tokenIn(await response.text()).split('.');
        const claims: Record<string, unknown> = { ...decodeJwt(`${header}.${payload}.${signature}`) };
        change(claims);
        const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
        const head = encode({ alg: 'RS256', typ: typ ?? 'oauth-id-jag+jwt' });
        return Response.json({
          access_token: `${head}.${encode(claims)}.${signature}`,
          issued_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
          token_type: 'N_A',
        });
      };
      const effects = { ...world.effects, fetch: forging };
      const pending = await beginAuthorization(
        await planIdentityProvider(plan, effects),
        { redirectUri: BARE_REDIRECT },
        effects,
      );
      return exchangeIdentity(plan, await pending.redeem(await loginByForm(pending.url, 'engineer')), effects);
    };
    const invalid = failsWith('assertion_invalid');
    await assert.rejects(
      changed((claims) => void (claims['aud'] = 'https://other.example')),
      invalid,
    );
    await assert.rejects(
      changed((claims) => void (claims['client_id'] = 'other')),
      invalid,
    );
    await assert.rejects(
      changed((claims) => void (claims['iss'] = 'https://other.example')),
      invalid,
    );
    await assert.rejects(
      changed((claims) => void (claims['resource'] = 'https://other.example/mcp')),
      invalid,
    );
    await assert.rejects(
      changed((claims) => void (claims['exp'] = 1)),
      invalid,
    );
    await assert.rejects(
      changed(() => undefined, 'JWT'),
      invalid,
    );
    assert.equal(issuer.issued(), 0);
  });

  it('says what the provider refuses', async () => {
    await start({ provider: { managedConnections: [{ issuer: 'https://other.example', clientId: 'other' }] } });
    await assert.rejects(
      signIn(),
      (error) => isAppError(error, 'token_request_failed') && error.args['error'] === 'invalid_target',
    );
  });

  it('is not begun where the issuer takes no assertions', async () => {
    await start({ issuer: { metadata: { authorization_grant_profiles_supported: ['other'] } } });
    await assert.rejects(signIn(), failsWith('assertion_unsupported'));
  });

  it('is not begun where the issuer knows no such grant', async () => {
    const metadata = {
      authorization_grant_profiles_supported: undefined,
      grant_types_supported: ['authorization_code'],
    };
    await start({ issuer: { metadata } });
    await assert.rejects(signIn(), failsWith('assertion_unsupported'));
  });

  it('revokes at sign-out what the provider gave', async () => {
    await start();
    const window = world.window();
    const signedIn = await signIn();
    const { id } = await window.add(signedIn);
    await window.remove(id);
    assert.equal(world.issuer.requests.filter(({ path }) => path.endsWith('/revoke')).length, 1);
    assert.equal(world.secrets.entries.size, 0);
  });
});

function tokenIn(body: string): string {
  return /"access_token":"([^"]+)"/.exec(body)?.[1] ?? '';
}

import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { beginDeviceAuthorization } from '../../../src/core/oauth/signIn/deviceAuthorization.ts';
import type { PendingDevice } from '../../../src/core/oauth/signIn/deviceAuthorization.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { SignInPlan } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { activateDevice } from '../demo/activateDevice.ts';
import { answer, dropped, html } from './tokenFaults.ts';
import type { Fault } from './tokenFaults.ts';
import { eventually, startWorld } from './world.ts';
import type { World } from './world.ts';

describe('A sign-in by device code', function () {
  this.timeout(30_000);
  let world: World;
  let faults: Fault[];
  /** What the issuer's answer to a device is changed by. */
  let changes: Record<string, unknown>;

  const changed: Fault = (response) => {
    const send = response.end.bind(response);
    Object.assign(response, {
      end: (body: Buffer | string) => {
        if (response.headersSent) return send(body);
        const text = JSON.stringify({ ...(JSON.parse(String(body)) as object), ...changes });
        response.setHeader('content-length', Buffer.byteLength(text));
        return send(text);
      },
    });
    return false;
  };
  async function start(options: AuthorizationServerOptions = {}): Promise<void> {
    world = await startWorld({
      deviceInterval: 1,
      intercept: (request, response, path) =>
        path.endsWith('/device/authorize')
          ? changed(response, request)
          : path.endsWith('/v1/token') && (faults.shift()?.(response, request) ?? false),
      ...options,
    });
  }
  beforeEach(() => {
    faults = [];
    changes = {};
  });
  afterEach(() => world.close());

  const plan = (): Promise<SignInPlan> => planSignIn(world.entry, world.effects);
  async function begin(): Promise<PendingDevice> {
    return beginDeviceAuthorization(await plan(), world.effects);
  }
  const polls = (): number => world.tokenRequests('urn:ietf:params:oauth:grant-type:device_code');
  async function finish(pending: PendingDevice): Promise<void> {
    assert.match((await pending.poll()).session.account.label, /erin/);
  }
  const code =
    (expected: AppErrorCode) =>
    (error: unknown): boolean =>
      isAppError(error, expected);
  async function activate(pending: PendingDevice, person = 'engineer'): Promise<void> {
    await activateDevice(pending.verificationUri.href, pending.userCode, person);
  }

  it('waits until the person entered the code, and gives a session with a refresh token', async () => {
    await start();
    const pending = await begin();
    assert.equal(pending.verificationUri.href, `${world.issuer.origin}/activate`);
    assert.equal(pending.verificationUriComplete?.searchParams.get('user_code'), pending.userCode);
    assert.equal(Math.round((pending.expiresAt - world.effects.now()) / 1000), 600);
    const signedIn = pending.poll();
    await eventually(() => polls() === 1);
    await activate(pending, 'viewer');
    const { tokens, session } = await signedIn;
    assert.ok(tokens.refreshToken);
    assert.ok(tokens.idToken);
    assert.match(session.account.label, /victor/);
    const window = world.window();
    await window.add(await signedIn);
    world.pass(3600);
    assert.notEqual(await window.token(session.id), tokens.accessToken);
  });

  it('gets bound tokens where the issuer gives the application no others', async () => {
    await start({ requireDpop: true });
    const pending = await begin();
    const signedIn = pending.poll();
    await eventually(() => polls() === 1);
    await activate(pending);
    const { tokens, dpopKey } = await signedIn;
    assert.ok(dpopKey);
    assert.ok(decodeJwt(tokens.accessToken)['cnf']);
  });

  it('is not offered where the issuer names no endpoint for it', async () => {
    await start();
    const made = await plan();
    const { device_authorization_endpoint: _, ...metadata } = made.metadata;
    await assert.rejects(beginDeviceAuthorization({ ...made, metadata }, world.effects), code('device_not_offered'));
  });

  const addresses: readonly (readonly [string, string, AppErrorCode])[] = [
    ['another origin', 'https://evil.example/activate', 'device_address_foreign'],
    ['another port of the same host', 'http://127.0.0.1:1/activate', 'device_address_foreign'],
    ['a user name that looks like the host', 'https://login.okta.com@evil.example/', 'address_refused'],
    ['http off this machine', 'http://evil.example/activate', 'address_refused'],
    ['a script', 'javascript:alert(1)', 'address_refused'],
    ['a command', 'command:workbench.action.quit', 'address_refused'],
  ];
  for (const [name, address, expected] of addresses) {
    it(`shows nothing where the code is to be entered at ${name}`, async () => {
      await start();
      changes = { verification_uri: address };
      await assert.rejects(begin(), code(expected));
    });
  }

  it('leaves out a complete address of another origin', async () => {
    await start();
    changes = { verification_uri_complete: 'https://evil.example/activate?user_code=X' };
    const pending = await begin();
    assert.equal(pending.verificationUriComplete, undefined);
  });

  it('shows a code that cannot hide anything', async () => {
    await start();
    changes = { user_code: '\u202eABCD\u0000-\nEFGH\u200b' };
    assert.equal((await begin()).userCode, 'ABCD - EFGH');
  });

  for (const [name, fault] of [
    ['a lost answer', dropped],
    ['a captive portal', html],
    ['an outage', answer(503, 'temporarily_unavailable')],
  ] as const) {
    it(`outlasts ${name}`, async () => {
      await start();
      const pending = await begin();
      await activate(pending);
      faults = [fault];
      await finish(pending);
      assert.equal(faults.length, 0);
    });
  }

  for (const [name, fault] of [
    ['to slow down', answer(400, 'slow_down')],
    ['of a rate limit', answer(429, 'invalid_grant')],
  ] as const) {
    it(`waits five seconds longer when told ${name}`, async () => {
      await start();
      const pending = await begin();
      await activate(pending);
      faults = [fault];
      const begun = performance.now();
      await finish(pending);
      assert.ok(performance.now() - begun >= 6900);
    });
  }

  it('ends when the person says no', async () => {
    await start();
    faults = [answer(400, 'access_denied', 'The resource owner denied the request.')];
    await assert.rejects(
      (await begin()).poll(),
      (error) => isAppError(error, 'authorization_denied') && error.args['error'] === 'access_denied',
    );
  });

  for (const error of ['expired_token', 'invalid_grant']) {
    it(`ends when the issuer answers ${error}`, async () => {
      await start();
      faults = [answer(400, error)];
      await assert.rejects((await begin()).poll(), code('device_code_expired'));
    });
  }

  it('ends by itself when the code has expired', async () => {
    await start();
    const pending = await begin();
    const signedIn = pending.poll();
    await eventually(() => polls() === 1);
    world.pass(601);
    await assert.rejects(signedIn, code('device_code_expired'));
  });

  it('ends at once when it is cancelled', async () => {
    await start({ deviceInterval: 60 });
    const aborted = new AbortController();
    const signedIn = (await begin()).poll(aborted.signal);
    aborted.abort();
    await assert.rejects(signedIn, code('cancelled'));
    assert.equal(polls(), 0);
  });

  it('leaves out `resource` where only the token endpoint refuses it', async () => {
    await start();
    const pending = await begin();
    await activate(pending);
    faults = [answer(400, 'invalid_target')];
    assert.equal((await pending.poll()).session.resource, undefined);
  });

  it('refuses an ID token for somebody else', async () => {
    await start();
    const pending = await begin();
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(world.effects.now() / 1000);
    const claims = { iss: world.issuer.issuer, aud: 'another client', sub: 'x', iat: now, exp: now + 60 };
    faults = [
      (response) => {
        const body = {
          access_token: 'x',
          token_type: 'Bearer',
          id_token: `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`,
        };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        return true;
      },
    ];
    await assert.rejects(pending.poll(), code('token_request_failed'));
  });

  it('leaves out `resource` where the issuer refuses it, unless told to send it', async () => {
    await start({ rejectResource: true });
    const pending = await begin();
    await activate(pending);
    const { session } = await pending.poll();
    assert.equal(session.resource, undefined);
    const made = await plan();
    const insisting = { ...made, server: { ...made.server, resource: 'send' as const } };
    await assert.rejects(beginDeviceAuthorization(insisting, world.effects), code('token_request_failed'));
  });
});

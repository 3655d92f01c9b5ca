import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { decodeJwt } from 'jose';
import { isAppError } from '../../../src/core/errors.ts';
import type { AccessToken } from '../../../src/core/oauth/tokens/accessToken.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { HeldAnswer, answer, dropped, elsewhere, html, lost } from './tokenFaults.ts';
import type { Fault } from './tokenFaults.ts';
import { eventually, startWorld } from './world.ts';
import type { World } from './world.ts';

describe('A refresh', function () {
  this.timeout(30_000);
  let world: World;
  let faults: Fault[];
  let window: Sessions;
  let id: string;
  let first: string;
  let subject: string;

  async function start(graceSeconds = 30): Promise<void> {
    world = await startWorld({
      graceSeconds,
      intercept: (request, response, path) =>
        path.endsWith('/v1/token') && (faults.shift()?.(response, request) ?? false),
    });
    window = world.window();
    const signedIn = await world.signIn();
    first = signedIn.tokens.accessToken;
    subject = decodeJwt(signedIn.tokens.idToken ?? '').sub ?? '';
    id = (await window.add(signedIn)).id;
  }
  /** Lets the window begin a refresh whose answer is on hold; `later` befalls the requests after it. */
  async function holdRefresh(...later: Fault[]): Promise<{ held: HeldAnswer; token: Promise<AccessToken> }> {
    const held = new HeldAnswer();
    faults = [held.fault, ...later];
    const token = window.token(id);
    await eventually(() => held.begun);
    return { held, token };
  }
  beforeEach(() => {
    faults = [];
  });
  afterEach(() => world.close());

  const unreachable = (error: unknown): boolean => isAppError(error, 'token_endpoint_unreachable');
  const ended = (error: unknown): boolean => isAppError(error, 'session_ended');
  const signedOut = (error: unknown): boolean => isAppError(error, 'signed_out');

  it('whose answer is lost is sent again at once', async () => {
    await start();
    world.pass(3600);
    faults = [lost];
    assert.notEqual(await window.token(id), first);
    assert.equal((await window.list()).length, 1);
    world.pass(3600);
    assert.ok(await window.token(id));
  });

  for (const [name, fault] of [
    ['a captive portal', html],
    ['an outage', answer(503, 'temporarily_unavailable')],
    ['an outage that says invalid_grant', answer(500, 'invalid_grant')],
    ['a rate limit that says invalid_grant', answer(429, 'invalid_grant')],
    ['a redirect', elsewhere],
  ] as const) {
    it(`that meets ${name} does not end the session`, async () => {
      await start();
      world.pass(3600);
      faults = [fault];
      await assert.rejects(window.token(id), unreachable);
      assert.equal((await window.list()).length, 1);
      assert.notEqual(await window.token(id), first);
    });
  }

  it('that finds no network does not end the session', async () => {
    await start();
    world.pass(3600);
    faults = [dropped, dropped];
    await assert.rejects(window.token(id), unreachable);
    assert.notEqual(await window.token(id), first);
  });

  it('that is refused for the client does not end the session', async () => {
    await start();
    world.pass(3600);
    faults = [answer(400, 'invalid_client')];
    await assert.rejects(window.token(id), (error) => isAppError(error, 'token_request_failed'));
    assert.notEqual(await window.token(id), first);
  });

  it('that fails ahead of expiry goes unnoticed, and is tried again a little later', async () => {
    await start();
    world.pass(3550);
    faults = [html];
    assert.equal(await window.token(id), first);
    assert.equal(await window.token(id), first);
    assert.equal(faults.length, 0);
    world.pass(6);
    assert.notEqual(await window.token(id), first);
  });

  it('with a refresh token that somebody else used ends the session', async () => {
    await start(0);
    const text = [...world.secrets.entries.values()][0] ?? '';
    const stolen = /"refreshToken":"([^"]+)"/.exec(text)?.[1] ?? '';
    const form = { grant_type: 'refresh_token', client_id: world.issuer.clientId, refresh_token: stolen };
    const thief = await fetch(`${world.issuer.issuer}/v1/token`, { method: 'POST', body: new URLSearchParams(form) });
    assert.equal(thief.status, 200);
    world.pass(3600);
    await assert.rejects(window.token(id), ended);
    assert.deepEqual(await window.list(), []);
    assert.deepEqual(await world.window().list(), []);
  });

  it('after a revocation at the issuer ends the session', async () => {
    await start();
    const text = [...world.secrets.entries.values()][0] ?? '';
    const token = /"refreshToken":"([^"]+)"/.exec(text)?.[1] ?? '';
    const form = new URLSearchParams({ client_id: world.issuer.clientId, token });
    assert.equal((await fetch(`${world.issuer.issuer}/v1/revoke`, { method: 'POST', body: form })).status, 200);
    world.pass(3600);
    await assert.rejects(window.token(id), ended);
    assert.deepEqual(await window.list(), []);
  });

  /** The issuer answers with the tokens of `subject`, whose ID token ended or ends in so many seconds. */
  const tokensOf =
    (subject: string, idTokenEnds: number): Fault =>
    (response) => {
      const seconds = Math.floor(world.effects.now() / 1000);
      const { issuer: iss, clientId: aud } = world.issuer;
      const claims = { iss, aud, sub: subject, iat: seconds + idTokenEnds - 60, exp: seconds + idTokenEnds };
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const idToken = `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
      const tokens = { access_token: `of ${subject}`, token_type: 'Bearer', expires_in: 60, refresh_token: 'r' };
      const body = JSON.stringify({ ...tokens, id_token: idToken });
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      return true;
    };
  const DAY = 24 * 3600;

  for (const [name, idTokenEnds] of [
    ['somebody else', 60],
    ['somebody else, whose ID token is long over', -3 * DAY],
  ] as const) {
    it(`that gives the tokens of ${name} ends the session, and revokes them`, async () => {
      await start();
      world.pass(3600);
      faults = [tokensOf('eve', idTokenEnds)];
      await assert.rejects(window.token(id), ended);
      assert.equal(world.issuer.requests.filter(({ path }) => path.endsWith('/revoke')).length, 1);
    });
  }

  it('whose answer is read days later, after a sleep, keeps its tokens: the old refresh token is used up', async () => {
    await start();
    world.pass(3600);
    faults = [tokensOf(subject, -3 * DAY)];
    assert.equal(await window.token(id), `of ${subject}`);
    const kept = (await world.window().list()).map((session) => session.id);
    assert.deepEqual(kept, [id]);
  });

  it('whose answer takes its time is the only one, though another window tries meanwhile', async () => {
    await start();
    let looks = 0;
    const now = (): number => {
      looks += 1;
      return world.effects.now();
    };
    const { secrets, directory } = world;
    const other = new Sessions({ secrets, directory, effects: { ...world.effects, now } });
    try {
      await other.list();
      world.pass(3600);
      const { held, token } = await holdRefresh();
      looks = 0;
      const waiting = other.token(id);
      // Each attempt at the lock looks at the clock, beside two or three looks before the first.
      await eventually(() => looks >= 6);
      held.release();
      assert.equal(await waiting, await token);
      assert.equal(world.tokenRequests('refresh_token'), 1);
    } finally {
      other.dispose();
    }
  });

  it('that another window overtook takes over its tokens, though the issuer says invalid_grant', async () => {
    await start();
    const other = world.window();
    await other.list();
    world.pass(3600);
    const { held, token: slow } = await holdRefresh(answer(400, 'invalid_grant'));
    world.pass(21);
    const fast = other.token(id);
    await eventually(() => faults.length === 0);
    held.release();
    assert.equal(await fast, await slow);
    assert.equal((await other.list()).length, 1);
  });

  it('whose answer comes when its lock has run out, after a sleep, is waited for before the used token is sent', async () => {
    await start(5);
    const other = world.window();
    await other.list();
    world.pass(3600);
    const { held, token: slow } = await holdRefresh();
    world.pass(21);
    const waiting = other.token(id);
    await eventually(async () => (await readdir(world.sessionFolder(id))).includes('0.1'));
    held.release();
    assert.equal(await waiting, await slow);
    assert.equal(world.tokenRequests('refresh_token'), 1);
    world.pass(3600);
    assert.ok(await other.token(id));
  });

  it('waits while another window refreshes', async () => {
    await start();
    const other = world.window();
    await other.list();
    world.pass(3600);
    const { held, token: slow } = await holdRefresh();
    const waiting = other.token(id);
    held.release();
    assert.equal(await waiting, await slow);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('that ends after a sign-out in another window is revoked', async () => {
    await start();
    const other = world.window();
    await other.list();
    world.pass(3600);
    const { held, token: late } = await holdRefresh();
    const signOut = other.remove(id);
    await eventually(async () => (await readdir(world.sessionFolder(id))).includes('tombstone'));
    assert.deepEqual(await other.list(), []);
    held.release();
    await assert.rejects(late, signedOut);
    await signOut;
    assert.equal(world.issuer.requests.filter(({ path }) => path.endsWith('/revoke')).length, 2);
    assert.deepEqual(await readdir(world.sessionFolder(id)), ['tombstone']);
    assert.deepEqual(await world.window().list(), []);
  });

  it('that ends after a sign-out in the same window is revoked', async () => {
    await start();
    world.pass(3600);
    const { held, token: late } = await holdRefresh();
    const signOut = window.remove(id);
    await eventually(async () => (await window.list()).length === 0);
    held.release();
    await assert.rejects(late, signedOut);
    await signOut;
    assert.equal(world.secrets.entries.size, 0);
    assert.equal(world.issuer.requests.filter(({ path }) => path.endsWith('/revoke')).length, 2);
  });
});

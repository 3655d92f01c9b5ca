import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { isAppError } from '../../../src/core/errors.ts';
import type { SessionChanges } from '../../../src/core/oauth/sessions/sessionChanges.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { eventually, startWorld } from './world.ts';
import type { World } from './world.ts';

const ended = (error: unknown): boolean => isAppError(error, 'session_ended');
const signedOut = (error: unknown): boolean => isAppError(error, 'signed_out');

describe('Sessions', function () {
  this.timeout(30_000);
  let world: World;
  beforeEach(async () => {
    world = await startWorld({ ttl: { accessToken: 3600 }, singleSignOn: false });
  });
  afterEach(() => world.close());

  it('are none before a sign-in', async () => {
    const window = world.window();
    assert.deepEqual(await window.list(), []);
    await assert.rejects(window.token('unknown'), signedOut);
    await window.remove('unknown');
  });

  it('give the current token from memory', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    assert.equal(await window.token(id), signedIn.tokens.accessToken);
    assert.equal(await window.idToken(id), signedIn.tokens.idToken);
    assert.deepEqual(await window.list(), [signedIn.session]);
    assert.equal(world.tokenRequests('refresh_token'), 0);
  });

  it('are there after a restart, without asking anybody', async () => {
    const { signedIn, id } = await world.signedInWindow();
    const requests = world.issuer.requests.length;
    const restarted = world.window();
    assert.deepEqual(await restarted.list(), [signedIn.session]);
    assert.equal(await restarted.token(id), signedIn.tokens.accessToken);
    assert.equal(world.issuer.requests.length, requests);
  });

  it('refresh once at expiry, however many ask', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    world.pass(3600);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => window.token(id)));
    assert.equal(new Set(tokens).size, 1);
    assert.notEqual(tokens[0], signedIn.tokens.accessToken);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('refresh a minute ahead of expiry', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    world.pass(3500);
    assert.equal(await window.token(id), signedIn.tokens.accessToken);
    world.pass(45);
    assert.notEqual(await window.token(id), signedIn.tokens.accessToken);
  });

  it('refresh once among windows', async () => {
    const { window, id } = await world.signedInWindow();
    const windows = [window, world.window(), world.window(), world.window(), world.window()];
    for (const each of windows) await each.list();
    world.pass(3600);
    const tokens = await Promise.all(windows.map((each) => each.token(id)));
    assert.equal(new Set(tokens).size, 1);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('refresh time after time, and keep only the last generations', async () => {
    const { window, id } = await world.signedInWindow();
    const other = world.window();
    await other.list();
    for (let round = 1; round <= 5; round++) {
      world.pass(3600);
      const first = round % 2 === 0 ? window : other;
      const second = round % 2 === 0 ? other : window;
      assert.equal(await first.token(id), await second.token(id));
      assert.equal(world.tokenRequests('refresh_token'), round);
    }
    const generations = (await readdir(world.sessionFolder(id))).filter((name) => /^\d+$/.test(name)).map(Number);
    assert.deepEqual(generations.sort(), [4, 5]);
  });

  it('use what is newest after a restart, whatever the secret store holds', async () => {
    const { window, id } = await world.signedInWindow();
    const old = new MemorySecrets(world.secrets.entries);
    world.pass(3600);
    const token = await window.token(id);
    assert.equal(await world.window(old).token(id), token);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('refresh what another window refreshed, where that has had its time too', async () => {
    const { window, id } = await world.signedInWindow();
    const asleep = world.window(new MemorySecrets(world.secrets.entries));
    await asleep.list();
    asleep.dispose();
    world.pass(3600);
    const old = await window.token(id);
    world.pass(3600);
    const token = await asleep.token(id);
    assert.notEqual(token, old);
    assert.equal(await window.token(id), token);
    assert.equal(world.tokenRequests('refresh_token'), 2);
  });

  it('replace a rejected token once', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    const other = world.window();
    await other.list();
    const rejected = signedIn.tokens.accessToken;
    await Promise.all([window.replace(id, rejected), window.replace(id, rejected), other.replace(id, rejected)]);
    await other.replace(id, rejected);
    assert.equal(world.tokenRequests('refresh_token'), 1);
    assert.equal(await window.token(id), await other.token(id));
  });

  it('tell of a sign-in, a refresh and a sign-out in another window', async () => {
    const window = world.window();
    const changes: SessionChanges[] = [];
    window.onDidChange((change) => changes.push(change));
    await window.list();
    const other = world.window();
    const { id } = await other.add(await world.signIn());
    await eventually(() => changes.some(({ added }) => added.some((session) => session.id === id)));
    world.pass(3600);
    const token = await other.token(id);
    await eventually(() => changes.some(({ changed }) => changed.some((session) => session.id === id)));
    assert.equal(await window.token(id), token);
    await other.remove(id);
    await eventually(() => changes.some(({ removed }) => removed.some((session) => session.id === id)));
    assert.deepEqual(await window.list(), []);
    await assert.rejects(window.token(id), signedOut);
    assert.equal(world.tokenRequests('refresh_token'), 1);
  });

  it('find what other windows did when they are told to look', async () => {
    const window = world.window();
    await window.list();
    const other = world.window();
    const { id } = await other.add(await world.signIn());
    await window.rescan();
    assert.equal((await window.list())[0]?.id, id);
    await other.remove(id);
    await window.rescan();
    assert.deepEqual(await window.list(), []);
  });

  it('take the place of older ones for the same account', async () => {
    const { window, id, signedIn } = await world.signedInWindow();
    const again = await window.add(await world.signIn());
    assert.deepEqual(await window.list(), [again]);
    await assert.rejects(window.token(id), signedOut);
    assert.equal(again.account.id, signedIn.session.account.id);
    assert.equal(world.issuer.requests.filter(({ path }) => path.endsWith('/revoke')).length, 1);
    assert.ok(await window.token(again.id));
  });

  it('of several accounts and servers live side by side', async () => {
    const { window } = await world.signedInWindow();
    await window.add(await world.signIn({}, 'viewer'));
    await window.add(await world.signIn({ issuer: world.issuer.issuer }));
    const sessions = await window.list();
    assert.equal(new Set(sessions.map(({ id }) => id)).size, 3);
    assert.equal(new Set(sessions.map(({ account }) => account.id)).size, 2);
    assert.equal(new Set(sessions.map(({ serverId }) => serverId)).size, 2);
  });

  it('are revoked and cleared at sign-out', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    await window.remove(id);
    assert.equal(world.issuer.requests.filter(({ path }) => path.endsWith('/revoke')).length, 1);
    assert.equal(world.secrets.entries.size, 0);
    assert.deepEqual(await readdir(world.sessionFolder(id)), ['tombstone']);
    const response = await fetch(`${world.issuer.issuer}/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: world.issuer.clientId,
        refresh_token: signedIn.tokens.refreshToken ?? '',
      }),
    });
    assert.equal(response.status, 400);
  });

  it('stay signed out though another window writes its old secrets back', async () => {
    const { window, id } = await world.signedInWindow();
    const before = new Map(world.secrets.entries);
    await window.remove(id);
    for (const [key, value] of before) world.secrets.entries.set(key, value);
    assert.deepEqual(await world.window().list(), []);
    assert.equal(world.secrets.entries.size, 0);
  });

  it('are over when the issuer revoked them, in all windows', async () => {
    const { window, signedIn, id } = await world.signedInWindow();
    const other = world.window();
    await other.list();
    await fetch(`${world.issuer.issuer}/v1/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: world.issuer.clientId, token: signedIn.tokens.refreshToken ?? '' }),
    });
    world.pass(3600);
    const removed: string[] = [];
    window.onDidChange((change) => removed.push(...change.removed.map((session) => session.id)));
    await assert.rejects(window.token(id), ended);
    assert.deepEqual(removed, [id]);
    assert.deepEqual(await window.list(), []);
    await assert.rejects(window.token(id), ended);
    await assert.rejects(other.token(id), ended);
    assert.equal(world.secrets.entries.size, 0);
  });

  it('end without a refresh token when the access token expires', async () => {
    const window = world.window();
    const { session, tokens, ...rest } = await world.signIn();
    const { refreshToken: _, ...short } = tokens;
    const { id } = await window.add({ ...rest, session, tokens: short });
    world.pass(3590);
    assert.equal(await window.token(id), tokens.accessToken);
    await assert.rejects(
      world.signIn().then(() => window.token('other')),
      signedOut,
    );
    world.pass(10);
    await assert.rejects(window.token(id), ended);
  });

  it('without a refresh token are not ended by a server that refuses a new token', async () => {
    const window = world.window();
    const { tokens, ...rest } = await world.signIn();
    const { refreshToken: _, ...short } = tokens;
    const { id } = await window.add({ ...rest, tokens: short });
    await assert.rejects(window.replace(id, tokens.accessToken), (error) => isAppError(error, 'unauthorized'));
    assert.equal(await window.token(id), tokens.accessToken);
  });
});

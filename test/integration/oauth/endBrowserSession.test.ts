import assert from 'node:assert/strict';
import { CookieJar, followLogin } from '../support/loginByForm.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

describe('A sign-out', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('gives the address that ends the browser session, which works long after and without a question', async () => {
    const jar = new CookieJar();
    const pending = await world.begin();
    const end = await followLogin(pending.url, 'engineer', jar);
    assert.ok(end.kind === 'callback');
    const window = world.window();
    const { id } = await window.add(await pending.redeem(end.url));
    world.pass(3 * 3600);
    await window.token(id);
    const { endSession } = await window.remove(id);
    assert.ok(endSession);
    assert.equal(endSession.origin, world.issuer.origin);
    assert.equal(endSession.searchParams.get('client_id'), world.issuer.clientId);
    const answer = await jar.fetch(endSession);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /Signed out/);
    const hint = endSession.searchParams.get('id_token_hint') ?? '';
    assert.ok(hint !== '' && !world.log.join('\n').includes(hint));
  });

  it('gives none where it would lie on another origin than the issuer, or is none at all', async () => {
    const signedIn = await world.signIn();
    const window = world.window();
    for (const address of ['https://evil.example/logout', `http://localhost:${new URL(world.issuer.origin).port}/`]) {
      const endpoints = { ...signedIn.endpoints, end_session_endpoint: address };
      const { id } = await window.add({ ...signedIn, endpoints });
      assert.deepEqual(await window.remove(id), {});
    }
    const { end_session_endpoint: _, ...endpoints } = signedIn.endpoints;
    const { id } = await window.add({ ...signedIn, endpoints });
    assert.deepEqual(await window.remove(id), {});
    assert.deepEqual(await window.remove('unknown'), {});
  });

  it('gives none where nobody signed in as a person', async () => {
    const { tokens, ...signedIn } = await world.signIn();
    const { idToken: _, ...withoutIdentity } = tokens;
    const window = world.window();
    const { id } = await window.add({ ...signedIn, tokens: withoutIdentity });
    assert.deepEqual(await window.remove(id), {});
  });
});

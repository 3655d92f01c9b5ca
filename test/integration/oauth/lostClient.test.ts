import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { PUBLIC_CLIENT } from '../../../src/core/oauth/clients/clientAuthentication.ts';
import { Registrations } from '../../../src/core/oauth/clients/registrations.ts';
import type { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { answer } from './tokenFaults.ts';
import type { Fault } from './tokenFaults.ts';
import { BARE_REDIRECT, startWorld } from './world.ts';
import type { World } from './world.ts';

describe('A session whose issuer no longer knows the client', function () {
  this.timeout(30_000);
  let world: World;
  let window: Sessions;
  let other: Sessions;
  let id: string;
  let registrations: Registrations;
  const faults: Fault[] = [];

  async function start(changes: { readonly registered?: true }): Promise<void> {
    faults.length = 0;
    world = await startWorld({
      intercept: (request, response, path) =>
        path.endsWith('/v1/token') && (faults.shift()?.(response, request) ?? false),
    });
    registrations = new Registrations(world.secrets, world.effects.now);
    window = world.window();
    other = world.window();
    id = (await window.add({ ...(await world.signIn()), ...changes })).id;
    await other.list();
    world.pass(3600);
    faults.push(answer(401, 'invalid_client'));
  }
  async function keep(clientId: string): Promise<void> {
    const uris = { askedRedirectUris: [BARE_REDIRECT], redirectUris: [BARE_REDIRECT] };
    await registrations.keep(world.issuer.issuer, { clientId, authentication: PUBLIC_CLIENT, ...uris });
  }
  const known = () => registrations.get(world.issuer.issuer, [BARE_REDIRECT]);
  const ended = (error: unknown): boolean => isAppError(error, 'session_ended');
  afterEach(() => world.close());

  it('is over in all windows where the client registered itself, and the next sign-in registers anew', async () => {
    await start({ registered: true });
    await keep(world.issuer.clientId);
    await assert.rejects(window.token(id), ended);
    assert.equal(await known(), undefined);
    assert.deepEqual(await window.list(), []);
    await assert.rejects(other.token(id), ended);
  });

  it('forgets no client that was registered since', async () => {
    await start({ registered: true });
    await keep('registered-since');
    await assert.rejects(window.token(id), ended);
    assert.equal((await known())?.clientId, 'registered-since');
  });

  it('lives on where an administrator looks after the client', async () => {
    await start({});
    await assert.rejects(window.token(id), (error) => isAppError(error, 'token_request_failed'));
    assert.ok(await window.token(id));
  });
});

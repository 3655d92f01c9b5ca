import assert from 'node:assert/strict';
import { isAppError } from '../../src/core/errors.ts';
import { serverId } from '../../src/core/serverEntry.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { serverScope } from '../../src/vscode/auth/provider/providerId.ts';
import type { World } from '../integration/oauth/world.ts';
import { startSignInDesk } from './world/signInDesk.ts';
import type { SignInDesk, SignInDeskOptions } from './world/signInDesk.ts';

describe('A sign-in for more permissions, in the editor', function () {
  this.timeout(60_000);
  let world: World;
  let desk: SignInDesk;
  let entry: ServerEntry;
  let person: string;
  const issued: string[] = [];

  beforeEach(async () => {
    person = 'engineer';
    issued.length = 0;
    world = await (await import('./world/world.ts')).startWorld();
    entry = { ...world.entry, scopes: ['openid', 'profile', 'incidents:read'] };
  });
  afterEach(async () => {
    await desk.close();
    await world.close();
  });

  /** Keeps what the token endpoint gave, to ask the issuer about it. */
  const watching: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    if (response.url.endsWith('/v1/token')) {
      const body: unknown = await response.clone().json();
      if (typeof body === 'object' && body !== null) {
        const held = ['access_token', 'refresh_token'].map((name): unknown => Reflect.get(body, name));
        issued.push(...held.filter((token) => typeof token === 'string'));
      }
    }
    return response;
  };

  async function start(options: Partial<SignInDeskOptions> = {}): Promise<string> {
    const { loginByForm } = await import('./world/world.ts');
    desk = await startSignInDesk({
      entries: () => [entry],
      browse: (url) => loginByForm(url, person),
      effects: { fetch: watching },
      ...options,
    });
    return serverScope(serverId(entry));
  }

  async function isActive(token: string): Promise<boolean> {
    const body = new URLSearchParams({ token, client_id: world.issuer.clientId });
    const response = await fetch(`${world.issuer.issuer}/v1/introspect`, { method: 'POST', body });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && Reflect.get(answer, 'active') === true;
  }

  it("revokes what somebody else's sign-in brought, and leaves the session as it was", async () => {
    const scope = await start();
    const { id, account } = await desk.provider.createSession([scope]);
    const [mine = ''] = issued.splice(0);
    person = 'viewer';
    const prompts = desk.prompts.watch(serverId(entry));
    const made = desk.provider.createSession([scope, 'incidents:write'], { account });
    await assert.rejects(Promise.resolve(made));
    assert.ok(isAppError(prompts.failure, 'account_differs'));
    assert.equal(issued.length, 2, 'an access token and a refresh token');
    assert.deepEqual(await Promise.all(issued.map(isActive)), [false, false]);
    assert.deepEqual(
      (await desk.sessions.list()).map((session) => session.id),
      [id],
    );
    assert.ok(await isActive(mine));
  });

  it('says first what is missing, in words, and names nothing that is there already', async () => {
    const scope = await start();
    const { account } = await desk.provider.createSession([scope]);
    await desk.provider.createSession([scope, 'incidents:read', 'incidents:write'], { account });
    const [question, first, ...others] = desk.shown.at(-1)?.split('\n') ?? [];
    assert.equal(question, 'Ask for more permissions at Prod?');
    assert.equal(first, 'For this you also need: create and change incidents (incidents:write)');
    assert.doesNotMatch(others.join('\n'), /incidents:|openid|profile/);
    assert.match(others.join('\n'), /^Incident server: [^]*\nYou sign in at: [^]*stays as it is\.$/);
  });

  it('asks for the permissions at once where nobody is signed in', async () => {
    const scope = await start();
    const { scopes } = await desk.provider.createSession([scope, 'incidents:write']);
    assert.equal(desk.opened.length, 1);
    assert.ok(desk.opened[0]?.searchParams.get('scope')?.split(' ').includes('incidents:write'));
    assert.ok(scopes.includes('incidents:write'));
    assert.match(desk.shown[0] ?? '', /^Sign in to Prod\?[^]*incidents:write/);
  });

  it('keeps a credential that was refused until another one worked', async () => {
    const { startWorld } = await import('./world/world.ts');
    const secret = 'the-secret-of-the-machine-0123456789';
    await world.close();
    world = await startWorld({ serviceClients: [{ clientId: 'machine', clientSecret: secret }] });
    const { issuer } = world.issuer;
    entry = { ...world.entry, issuer, clientId: 'machine', signIn: 'clientCredentials', scopes: ['incidents:read'] };
    const kept: unknown[] = [];
    let attempts = 0;
    const older = { method: 'client_secret_basic', secret: 'older' } as const;
    const scope = await start({
      credential: () => {
        attempts += 1;
        if (attempts === 1) return { method: 'client_secret_basic', secret: 'mistyped' };
        return { method: 'client_secret_basic', secret };
      },
      effects: {
        fetch: async (...request) => {
          kept.push(await desk.credentials.get(issuer, 'machine'));
          return fetch(...request);
        },
      },
    });
    await desk.credentials.keep(issuer, 'machine', older);
    await desk.provider.createSession([scope]);
    assert.equal(attempts, 2);
    assert.ok(kept.length > 3);
    assert.ok(kept.every((credential) => JSON.stringify(credential) === JSON.stringify(older)));
    assert.deepEqual(await desk.credentials.get(issuer, 'machine'), { ...older, secret });
  });
});

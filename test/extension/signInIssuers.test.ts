import assert from 'node:assert/strict';
import { serverEntry, serverId } from '../../src/core/serverEntry.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { serverScope } from '../../src/vscode/auth/provider/providerId.ts';
import type { World } from '../integration/oauth/world.ts';
import type { RegisteringIssuer } from '../peers/registeringIssuer.ts';
import { startNamingServer } from './world/namingServer.ts';
import type { NamingServer } from './world/namingServer.ts';
import { startSignInDesk } from './world/signInDesk.ts';
import type { SignInDesk, SignInDeskOptions } from './world/signInDesk.ts';

const REDIRECT = 'vscode://incident-desk.incident-desk/callback';

/** Follows one redirect of an issuer that asks nobody. */
async function followOnce(url: URL): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' });
  await response.text();
  return new URL(response.headers.get('location') ?? '');
}

describe('Where a sign-in leads, in the editor', function () {
  this.timeout(60_000);
  const closing: { close(): Promise<void> }[] = [];
  let desk: SignInDesk;
  let naming: NamingServer;
  let issuer: RegisteringIssuer;

  beforeEach(async () => {
    const { startRegisteringIssuer } = await import('./world/world.ts');
    naming = await startNamingServer();
    issuer = await startRegisteringIssuer();
    closing.push(naming, issuer);
  });
  afterEach(async () => {
    await desk.close();
    for (const each of closing.splice(0).reverse()) await each.close();
  });

  async function start(entry: ServerEntry, options: Partial<SignInDeskOptions> = {}): Promise<string[]> {
    desk = await startSignInDesk({ entries: () => [entry], browse: followOnce, ...options });
    return [serverScope(serverId(entry))];
  }

  async function startWorld(): Promise<{ world: World; login: (url: URL) => Promise<URL> }> {
    const { startWorld: startIt, loginByForm } = await import('./world/world.ts');
    const world = await startIt();
    closing.push(world);
    return { world, login: (url) => loginByForm(url, 'engineer') };
  }

  /** A client that must prove itself, set up by an administrator. */
  async function webApplication(): Promise<{ client_id: string; client_secret: string }> {
    issuer.habits.methods = ['client_secret_basic'];
    const body = { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'x', application_type: 'web' };
    const response = await fetch(`${issuer.url}/register`, { method: 'POST', body: JSON.stringify(body) });
    return response.json() as Promise<{ client_id: string; client_secret: string }>;
  }

  it('is asked once where the server names several issuers, and again when it no longer names the chosen one', async () => {
    const { world, login } = await startWorld();
    const asked: (readonly string[])[] = [];
    const entry = serverEntry({ name: 'Two', url: naming.url, clientId: world.issuer.clientId });
    const { host } = new URL(world.issuer.issuer);
    naming.issuers = [issuer.url, world.issuer.issuer];
    const scopes = await start(entry, {
      browse: login,
      pick: (labels) => {
        asked.push(labels);
        return labels.find((label) => label.includes(host));
      },
    });
    await desk.provider.createSession(scopes);
    await desk.provider.createSession(scopes);
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.length, 2);
    assert.deepEqual([...new Set(desk.opened.map((url) => url.host))], [host]);
    naming.issuers = [issuer.url, 'https://third.example.com'];
    await assert.rejects(Promise.resolve(desk.provider.createSession(scopes)));
    assert.equal(asked.length, 2);
  });

  it('registers the extension where the issuer takes anybody, and once only', async () => {
    naming.issuers = [issuer.url];
    const scopes = await start(serverEntry({ name: 'Open', url: naming.url }));
    await desk.provider.createSession(scopes);
    await desk.provider.createSession(scopes);
    assert.equal(issuer.registrations.length, 1);
    assert.equal(issuer.registrations[0]?.application_type, 'native');
    assert.deepEqual(
      issuer.redeemed.map(({ method }) => method),
      ['none', 'none'],
    );
    assert.match(desk.opened[0]?.searchParams.get('redirect_uri') ?? '', /\/callback\/[0-9a-f]{8}$/);
  });

  it('asks for the secret that an issuer wants of the application, signs in anew and keeps it', async () => {
    const { client_id: clientId, client_secret: secret } = await webApplication();
    naming.issuers = [issuer.url];
    const problems: (string | undefined)[] = [];
    const scopes = await start(serverEntry({ name: 'Web', url: naming.url, issuer: issuer.url, clientId }), {
      credential: (problem) => {
        problems.push(problem);
        return { method: 'client_secret_basic', secret: problems.length === 1 ? 'mistyped' : secret };
      },
    });
    await desk.provider.createSession(scopes);
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /wants a secret or a key/);
    assert.match(problems[1] ?? '', /did not accept that secret/);
    assert.equal(desk.opened.length, 3, 'each code is spent');
    const kept = await desk.credentials.get(issuer.url, clientId);
    assert.deepEqual(kept, { method: 'client_secret_basic', secret });
    await desk.provider.createSession(scopes);
    assert.equal(problems.length, 2);
  });

  it('asks for no secret for an issuer that only the server names', async () => {
    const { client_id: clientId } = await webApplication();
    naming.issuers = [issuer.url];
    const scopes = await start(serverEntry({ name: 'Web', url: naming.url, clientId }), {
      credential: () => assert.fail('asked for a secret'),
    });
    await assert.rejects(Promise.resolve(desk.provider.createSession(scopes)), /invalid_client/);
  });

  it("leads to the company's identity provider, and on from there to the server's own issuer", async () => {
    const clientId = 'incident-desk-at-as';
    const audience = 'https://mcp-incidents-api';
    const { startAssertionIssuer, startServer, startWorld: startIt, loginByForm } = await import('./world/world.ts');
    const own = await startAssertionIssuer({
      provider: () => world.issuer.issuer,
      ...{ clientId, audience },
      resource: () => server.url,
      now: () => Date.now(),
    });
    const world = await startIt({ managedConnections: [{ issuer: own.url, clientId }] });
    const server = await startServer({ issuer: own.url, audience });
    closing.push(own, world, server);
    const identityProvider = { issuer: world.issuer.issuer, clientId: world.issuer.clientId };
    const scopes = await start(serverEntry({ name: 'Managed', url: server.url, clientId, identityProvider }), {
      browse: (url) => loginByForm(url, 'engineer'),
    });
    const { account } = await desk.provider.createSession(scopes);
    assert.match(account.label, /erin\.alvarez@example\.com \(Managed\)/);
    assert.equal(desk.opened[0]?.origin, world.issuer.origin);
    assert.equal(own.issued(), 1);
    assert.ok(desk.shown[0]?.includes(`You sign in at: ${new URL(world.issuer.issuer).host}`));
    assert.ok(desk.shown[0]?.includes(`Which vouches for you at: ${new URL(own.url).host}`));
  });
});

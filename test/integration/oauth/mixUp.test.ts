import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import type { PlanOptions } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { planIdentityProvider } from '../../../src/core/oauth/signIn/identityProvider.ts';
import { redirectUriOf } from '../../../src/core/oauth/callbacks/redirectUris.ts';
import { Registrations } from '../../../src/core/oauth/clients/registrations.ts';
import { serverEntry, serverId } from '../../../src/core/serverEntry.ts';
import { followLogin } from '../support/loginByForm.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { challenge, GOOD, ISSUER, json, metadata, startHostileSite } from './hostileSite.ts';
import type { EntryChanges, HostileSite } from './hostileSite.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

describe("An issuer that lends the company's login page and keeps the token endpoint", function () {
  this.timeout(30_000);
  let world: World;
  let site: HostileSite;
  before(async () => {
    world = await startWorld();
    site = await startHostileSite();
  });
  after(async () => {
    await site.close();
    await world.close();
  });
  beforeEach(() => {
    site.asked.length = 0;
    hostile();
  });

  const hostile = (more: object = {}): void => {
    const login = { authorization_endpoint: `${world.issuer.issuer}/v1/authorize` };
    site.routes = {
      ...GOOD,
      '/mcp': challenge(() => 'Bearer scope="incidents:read"'),
      [ISSUER]: json((own) => ({ ...metadata(own), ...login, registration_endpoint: `${own}/register`, ...more })),
      '/register': json(() => ({ client_id: world.issuer.clientId })),
    };
  };
  const plan = (options: PlanOptions, changes: EntryChanges = { clientId: world.issuer.clientId }) =>
    site.plan(changes, fetch, options);
  const follow = async (options: PlanOptions, changes?: EntryChanges) => {
    const planned = await plan(options, changes);
    const redirectUri = redirectUriOf('uri', { uriScheme: 'vscode', callbackPath: planned.callbackPath });
    const pending = await beginAuthorization(planned, { redirectUri }, world.effects);
    assert.equal(pending.url.origin, new URL(world.issuer.issuer).origin);
    return { pending, end: await followLogin(pending.url, 'engineer') };
  };
  /** Registered without being told of any issuer: the hostile one may be the first. */
  const registering = (): PlanOptions => ({
    registrations: new Registrations(new MemorySecrets(), Date.now),
    redirectUris: (callbackPath) => [redirectUriOf('uri', { uriScheme: 'vscode', callbackPath })],
  });

  it("is refused where the company's issuer is known", async () => {
    await assert.rejects(plan({ knownIssuers: [world.issuer.issuer] }), (error) => {
      assert.ok(isAppError(error, 'login_page_foreign'));
      assert.deepEqual(error.args, { issuer: `${site.origin}/as`, known: world.issuer.issuer });
      return true;
    });
  });

  it('is refused for a page that takes device codes too', async () => {
    const device = { device_authorization_endpoint: `${world.issuer.issuer}/v1/device/authorize` };
    site.routes = { ...GOOD, [ISSUER]: json((own) => ({ ...metadata(own), ...device })) };
    const refused = plan({ knownIssuers: [world.issuer.issuer] });
    await assert.rejects(refused, (error) => isAppError(error, 'login_page_foreign'));
  });

  it("is refused as a company's identity provider too", async () => {
    const entry = serverEntry({
      name: 'Prod',
      url: `${site.origin}/mcp`,
      identityProvider: { issuer: `${site.origin}/as`, clientId: world.issuer.clientId },
    });
    const about = { server: entry, serverId: serverId(entry), metadata: (await plan({})).metadata };
    const planned = planIdentityProvider(about, world.effects, { knownIssuers: [world.issuer.issuer] });
    await assert.rejects(planned, (error) => isAppError(error, 'login_page_foreign'));
  });

  it('gets no code for a configured client: its answers have a path that the company never allowed', async () => {
    const { end } = await follow({ bareIssuer: world.issuer.issuer });
    assert.equal(end.kind, 'page');
    assert.equal(end.status, 400);
  });

  it("gets no code for a client that it registers by the company's client id", async () => {
    const { end } = await follow(registering(), { clientId: undefined });
    assert.ok(site.asked.includes('POST /register'));
    assert.equal(end.kind, 'page');
    assert.equal(end.status, 400);
  });

  it('gets no code where it claims to name itself, since the company does not', async () => {
    hostile({ authorization_response_iss_parameter_supported: true });
    const { pending, end } = await follow(registering(), { clientId: undefined });
    assert.ok(end.kind === 'callback');
    assert.ok(end.url.searchParams.has('code'));
    await assert.rejects(pending.redeem(end.url), (error) => {
      assert.ok(isAppError(error, 'callback_invalid'));
      assert.equal(error.args['reason'], 'iss_missing');
      return true;
    });
    assert.ok(!site.asked.includes('POST /as/token'));
  });

  it('does not hinder issuers that share a host with the company, or have a login page elsewhere', async () => {
    hostile({ authorization_endpoint: `${site.origin}/as/authorize` });
    const knownIssuers = [`${site.origin}/other`, `${site.origin}/as`, 'https://else.example', 'no address'];
    assert.equal((await plan({ knownIssuers })).issuer, `${site.origin}/as`);
  });
});

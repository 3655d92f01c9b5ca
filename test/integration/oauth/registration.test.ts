import assert from 'node:assert/strict';
import { redirectUrisOn } from '../../../src/core/oauth/callbacks/redirectUris.ts';
import { startRegisteringIssuer } from '../../peers/registeringIssuer.ts';
import type { Method } from '../../peers/registeringIssuer.ts';
import { fails, startRegisteringSite } from './registeringSite.ts';
import type { RegisteringSite } from './registeringSite.ts';

describe('A client that registers itself', function () {
  this.timeout(30_000);
  let world: RegisteringSite;
  beforeEach(async () => {
    world = await startRegisteringSite();
  });
  afterEach(() => world.close());

  it('says that it is native and public, where it can be sent back to, and all it may ask for', async () => {
    const found = await world.plan();
    assert.deepEqual(world.issuer.registrations, [
      {
        client_name: 'Incident Desk',
        application_type: 'native',
        redirect_uris: redirectUrisOn(found.callbackPath, 'vscode', []),
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        scope: 'a b',
      },
    ]);
    assert.deepEqual(found.scopes, ['a']);
    assert.equal(found.clientOrigin, 'registered');
    const { session } = await world.signIn(found);
    assert.deepEqual(world.issuer.redeemed, [{ clientId: session.clientId, method: 'none' }]);
  });

  it('is registered only once it is needed: what a person is to agree to leaves no trace at the issuer', async () => {
    const proposed = await world.propose();
    assert.equal(proposed.clientId, undefined);
    assert.equal(proposed.clientOrigin, 'registered');
    assert.deepEqual(world.issuer.registrations, []);
    const { client } = await proposed.settle();
    assert.equal(world.issuer.registrations.length, 1);
    assert.equal((await world.propose()).clientId, client.clientId);
  });

  it('has a callback path of its own, but with an issuer that names itself', async () => {
    assert.match((await world.plan({ bareIssuer: world.issuer.url })).callbackPath, /^\/callback\/[0-9a-f]{8}$/);
    world.issuer.habits.sendsIss = true;
    assert.equal((await world.plan()).callbackPath, '/callback');
  });

  it('registers once, and again for other redirect URIs', async () => {
    const { client } = await world.plan();
    assert.deepEqual((await world.plan()).client, client);
    assert.equal(world.issuer.registrations.length, 1);
    const more = await world.plan({ redirectUris: (path) => redirectUrisOn(path, 'vscodium', []) });
    assert.notEqual(more.client.clientId, client.clientId);
    assert.equal(world.issuer.registrations.length, 2);
  });

  it('registers again where its issuer has forgotten it', async () => {
    const { client } = await world.plan();
    await world.registrations.forget(world.issuer.url);
    assert.notEqual((await world.plan()).client.clientId, client.clientId);
  });

  it('never uses at one issuer what another one gave', async () => {
    // Both on the bare path, so that nothing but the issuer differs.
    world.issuer.habits.sendsIss = true;
    const { client } = await world.plan();
    const second = await startRegisteringIssuer();
    second.habits.sendsIss = true;
    try {
      world.name(second.url);
      assert.notEqual((await world.plan()).client.clientId, client.clientId);
      assert.equal(second.registrations.length, 1);
    } finally {
      await second.close();
    }
  });

  it('reads nothing of a store that holds something else', async () => {
    await world.plan();
    for (const key of await world.secrets.keys()) await world.secrets.store(key, '{"version":1}');
    await world.plan();
    assert.equal(world.issuer.registrations.length, 2);
  });

  for (const method of ['client_secret_basic', 'client_secret_post'] satisfies Method[]) {
    it(`keeps the secret of an issuer that insists on ${method}, as long as it is good`, async () => {
      world.issuer.habits.methods = [method];
      world.issuer.habits.secretExpiresAt = Math.floor(Date.now() / 1000) + 60;
      const found = await world.plan();
      assert.equal(world.issuer.registrations[0]?.token_endpoint_auth_method, method);
      const { authentication } = await world.signIn(found);
      assert.equal(world.issuer.redeemed[0]?.method, method);
      assert.deepEqual(authentication, found.client.authentication);
      assert.deepEqual((await world.plan()).client, found.client);
      world.pass(61);
      assert.notEqual((await world.plan()).client.clientId, found.client.clientId);
    });
  }

  it('makes do with web addresses where custom schemes are refused', async () => {
    world.issuer.habits.takesSchemes = false;
    const found = await world.plan();
    const web = redirectUrisOn(found.callbackPath, 'vscode', []).filter((uri) => uri.startsWith('http:'));
    assert.deepEqual(found.redirectUris, web);
    await world.signIn(found);
    assert.deepEqual((await world.plan()).client, found.client);
    assert.equal(world.issuer.registrations.length, 2);
  });

  it('tells the session how its client came about, since its issuer may forget it', async () => {
    assert.equal((await world.signIn(await world.plan())).registered, true);
  });

  it('lets a configured client id go first', async () => {
    const found = await world.plan({}, { clientId: 'own' });
    assert.deepEqual([found.client.clientId, found.clientOrigin], ['own', 'configured']);
    assert.deepEqual(world.issuer.registrations, []);
  });

  describe('but has a metadata document', () => {
    const clientMetadataUrl = 'https://desk.example/client.json';
    const takes = { client_id_metadata_document_supported: true };

    it('names that first, without asking for it', async () => {
      world.issuer.habits.sendsIss = true;
      world.issuer.habits.metadata = takes;
      const found = await world.plan({ clientMetadataUrl });
      assert.deepEqual([found.client.clientId, found.clientOrigin], [clientMetadataUrl, 'metadataDocument']);
      assert.equal(found.callbackPath, '/callback');
      assert.deepEqual(world.issuer.registrations, []);
    });

    it('registers where the issuer does not name itself, or takes none', async () => {
      world.issuer.habits.metadata = takes;
      assert.equal((await world.plan({ clientMetadataUrl })).clientOrigin, 'registered');
      world.issuer.habits.sendsIss = true;
      world.issuer.habits.metadata = {};
      assert.equal((await world.plan({ clientMetadataUrl })).clientOrigin, 'registered');
    });

    it('says so where one is configured that the issuer does not take', async () => {
      world.issuer.habits.metadata = takes;
      await fails(world.plan({}, { clientId: clientMetadataUrl }), 'client_document_unsupported');
      world.issuer.habits.sendsIss = true;
      assert.equal((await world.plan({}, { clientId: clientMetadataUrl })).client.clientId, clientMetadataUrl);
    });

    it('comes back on the bare path, the only one that documents list, wherever its server stands in the settings', async () => {
      world.issuer.habits.metadata = takes;
      world.issuer.habits.sendsIss = true;
      const options = { bareIssuer: 'https://your-org.okta.com/oauth2/default' };
      assert.equal((await world.plan(options, { clientId: clientMetadataUrl })).callbackPath, '/callback');
      assert.notEqual((await world.plan(options, { clientId: 'own' })).callbackPath, '/callback');
    });
  });
});

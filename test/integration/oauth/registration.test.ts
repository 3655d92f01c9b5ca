import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { beginAuthorization } from '../../../src/core/oauth/authorization.ts';
import type { PlanOptions, SignInPlan } from '../../../src/core/oauth/planSignIn.ts';
import { redirectUrisOn } from '../../../src/core/oauth/redirectUris.ts';
import { Registrations } from '../../../src/core/oauth/registrations.ts';
import { startRegisteringIssuer } from '../../peers/registeringIssuer.ts';
import type { Method, RegisteringIssuer } from '../../peers/registeringIssuer.ts';
import { realEffects } from '../support/connectTo.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { challenge, json, RESOURCE, startHostileSite } from './hostileSite.ts';
import type { EntryChanges, HostileSite } from './hostileSite.ts';

describe('A client that registers itself', function () {
  this.timeout(30_000);
  let issuer: RegisteringIssuer;
  let site: HostileSite;
  let secrets: MemorySecrets;
  let clock: number;
  beforeEach(async () => {
    issuer = await startRegisteringIssuer();
    site = await startHostileSite();
    secrets = new MemorySecrets();
    clock = Date.now();
    site.routes = {
      '/mcp': challenge(() => 'Bearer scope="a"'),
      [RESOURCE]: json((own) => ({
        resource: `${own}/mcp`,
        authorization_servers: [issuer.url],
        scopes_supported: ['a', 'b', 'offline_access', 'c\u200b'],
      })),
    };
  });
  afterEach(async () => {
    await site.close();
    await issuer.close();
  });

  const registrations = () => new Registrations(secrets, () => clock);
  const plan = (options: PlanOptions = {}, changes: EntryChanges = {}): Promise<SignInPlan> =>
    site.plan({ clientId: undefined, ...changes }, fetch, {
      registrations: registrations(),
      redirectUris: (path) => redirectUrisOn(path, 'vscode', []),
      ...options,
    });
  const fails = (planned: Promise<unknown>, code: AppErrorCode) =>
    assert.rejects(planned, (error) => {
      assert.ok(isAppError(error), String(error));
      assert.equal(error.code, code);
      return true;
    });
  const signIn = async (planned: SignInPlan) => {
    const [redirectUri = ''] = planned.redirectUris ?? [];
    const pending = await beginAuthorization(planned, { redirectUri }, realEffects());
    const page = await fetch(pending.url, { redirect: 'manual' });
    return pending.redeem(new URL(page.headers.get('location') ?? 'none:'));
  };

  it('says that it is native and public, where it can be sent back to, and all it may ask for', async () => {
    const found = await plan();
    assert.deepEqual(issuer.registrations, [
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
    const { session } = await signIn(found);
    assert.deepEqual(issuer.redeemed, [{ clientId: session.clientId, method: 'none' }]);
  });

  it('has a callback path of its own, but with an issuer that names itself', async () => {
    assert.match((await plan({ bareIssuer: issuer.url })).callbackPath, /^\/callback\/[0-9a-f]{8}$/);
    issuer.habits.sendsIss = true;
    assert.equal((await plan()).callbackPath, '/callback');
  });

  it('registers once, and again for other redirect URIs', async () => {
    const { client } = await plan();
    assert.deepEqual((await plan()).client, client);
    assert.equal(issuer.registrations.length, 1);
    const more = await plan({ redirectUris: (path) => redirectUrisOn(path, 'vscodium', []) });
    assert.notEqual(more.client.clientId, client.clientId);
    assert.equal(issuer.registrations.length, 2);
  });

  it('registers again where its issuer has forgotten it', async () => {
    const { client } = await plan();
    await registrations().forget(issuer.url);
    assert.notEqual((await plan()).client.clientId, client.clientId);
  });

  it('never uses at one issuer what another one gave', async () => {
    const { client } = await plan();
    const second = await startRegisteringIssuer();
    try {
      site.routes = {
        ...site.routes,
        [RESOURCE]: json((own) => ({ resource: `${own}/mcp`, authorization_servers: [second.url] })),
      };
      assert.notEqual((await plan()).client.clientId, client.clientId);
      assert.equal(second.registrations.length, 1);
    } finally {
      await second.close();
    }
  });

  it('reads nothing of a store that holds something else', async () => {
    await plan();
    for (const key of await secrets.keys()) await secrets.store(key, '{"version":1}');
    await plan();
    assert.equal(issuer.registrations.length, 2);
  });

  for (const method of ['client_secret_basic', 'client_secret_post'] satisfies Method[]) {
    it(`keeps the secret of an issuer that insists on ${method}, as long as it is good`, async () => {
      issuer.habits.methods = [method];
      issuer.habits.secretExpiresAt = Math.floor(clock / 1000) + 60;
      const found = await plan();
      assert.equal(issuer.registrations[0]?.token_endpoint_auth_method, method);
      const { authentication } = await signIn(found);
      assert.equal(issuer.redeemed[0]?.method, method);
      assert.deepEqual(authentication, found.client.authentication);
      assert.deepEqual((await plan()).client, found.client);
      clock += 61_000;
      assert.notEqual((await plan()).client.clientId, found.client.clientId);
    });
  }

  it('makes do with web addresses where custom schemes are refused', async () => {
    issuer.habits.takesSchemes = false;
    const found = await plan();
    const web = redirectUrisOn(found.callbackPath, 'vscode', []).filter((uri) => uri.startsWith('http:'));
    assert.deepEqual(found.redirectUris, web);
    await signIn(found);
    assert.deepEqual((await plan()).client, found.client);
    assert.equal(issuer.registrations.length, 2);
  });

  for (const status of [401, 403, 404, 405]) {
    it(`leaves it to the person where registration is closed by ${status}`, async () => {
      issuer.habits.register = (response) => void response.writeHead(status).end('{"error":"access_denied"}');
      await fails(plan(), 'client_id_required');
    });
  }

  it('leaves it to the person where none is offered, and where it has no place to keep it', async () => {
    await fails(site.plan({ clientId: undefined }), 'client_id_required');
    assert.deepEqual(issuer.registrations, []);
    issuer.habits.metadata = { registration_endpoint: null };
    await fails(plan(), 'client_id_required');
  });

  it('reports a refusal in the words of the issuer, made safe to show', async () => {
    const body = JSON.stringify({
      error: 'invalid_client_metadata',
      error_description: `\u202eno\u0007${'x'.repeat(900)}`,
    });
    issuer.habits.register = (response) => void response.writeHead(400).end(body);
    await assert.rejects(plan(), (error) => {
      assert.ok(isAppError(error, 'registration_failed'));
      assert.equal(error.args['error'], 'invalid_client_metadata');
      assert.match(error.args['description'] ?? '', /^no x{490,}…$/);
      return true;
    });
  });

  const useless: readonly [string, AppErrorCode, number, unknown][] = [
    ['without a client id', 'registration_failed', 201, {}],
    ['with a client id of control characters', 'registration_failed', 201, { client_id: 'a\nb' }],
    [
      'for redirect URIs of others',
      'registration_failed',
      201,
      { client_id: 'a', redirect_uris: ['https://e.example'] },
    ],
    ['with a method that needs a key', 'registration_failed', 201, { client_id: 'a', token_endpoint_auth_method: 'x' }],
    ['that is an outage', 'issuer_unreachable', 503, {}],
    ['that asks for patience', 'issuer_unreachable', 429, {}],
  ];
  for (const [name, code, status, answer] of useless) {
    it(`says ${code} for an answer ${name}, and keeps nothing`, async () => {
      issuer.habits.register = (response) => void response.writeHead(status).end(JSON.stringify(answer));
      await fails(plan(), code);
      assert.deepEqual(await secrets.keys(), []);
    });
  }

  it('follows no redirect with its registration', async () => {
    issuer.habits.register = (response) => void response.writeHead(307, { location: `${site.origin}/register` }).end();
    await fails(plan(), 'registration_failed');
    assert.ok(!site.asked.includes('POST /register'));
  });

  it('lets a configured client id go first', async () => {
    const found = await plan({}, { clientId: 'own' });
    assert.deepEqual([found.client.clientId, found.clientOrigin], ['own', 'configured']);
    assert.deepEqual(issuer.registrations, []);
  });

  describe('but has a metadata document', () => {
    const clientMetadataUrl = 'https://desk.example/client.json';
    const takes = { client_id_metadata_document_supported: true };

    it('names that first, without asking for it', async () => {
      issuer.habits.sendsIss = true;
      issuer.habits.metadata = takes;
      const found = await plan({ clientMetadataUrl });
      assert.deepEqual([found.client.clientId, found.clientOrigin], [clientMetadataUrl, 'metadataDocument']);
      assert.equal(found.callbackPath, '/callback');
      assert.deepEqual(issuer.registrations, []);
    });

    it('registers where the issuer does not name itself, or takes none', async () => {
      issuer.habits.metadata = takes;
      assert.equal((await plan({ clientMetadataUrl })).clientOrigin, 'registered');
      issuer.habits.sendsIss = true;
      issuer.habits.metadata = {};
      assert.equal((await plan({ clientMetadataUrl })).clientOrigin, 'registered');
    });

    it('says so where one is configured that the issuer does not take', async () => {
      issuer.habits.metadata = takes;
      await fails(plan({}, { clientId: clientMetadataUrl }), 'client_document_unsupported');
      issuer.habits.sendsIss = true;
      assert.equal((await plan({}, { clientId: clientMetadataUrl })).client.clientId, clientMetadataUrl);
    });
  });
});

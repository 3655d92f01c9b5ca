import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { fails, startRegisteringSite } from './registeringSite.ts';
import type { RegisteringSite } from './registeringSite.ts';
import { startWorld } from './world.ts';

describe('A client that cannot register itself', function () {
  this.timeout(30_000);
  let world: RegisteringSite;
  beforeEach(async () => {
    world = await startRegisteringSite();
  });
  afterEach(() => world.close());

  for (const status of [401, 403, 404, 405]) {
    it(`leaves it to the person where registration is closed by ${status}`, async () => {
      world.issuer.habits.register = (response) => void response.writeHead(status).end('{"error":"access_denied"}');
      await fails(world.plan(), 'client_id_required');
    });
  }

  it('leaves it to the person where none is offered, and where it has no place to keep it', async () => {
    await fails(world.site.plan({ clientId: undefined }), 'client_id_required');
    assert.deepEqual(world.issuer.registrations, []);
    world.issuer.habits.metadata = { registration_endpoint: null };
    await fails(world.plan(), 'client_id_required');
  });

  it('reports a refusal in the words of the issuer, made safe to show', async () => {
    const body = JSON.stringify({
      error: 'invalid_client_metadata',
      error_description: `\u202eno\u0007${'x'.repeat(900)}`,
    });
    world.issuer.habits.register = (response) => void response.writeHead(400).end(body);
    await assert.rejects(world.plan(), (error) => {
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
      world.issuer.habits.register = (response) => void response.writeHead(status).end(JSON.stringify(answer));
      await fails(world.plan(), code);
      assert.deepEqual(await world.secrets.keys(), []);
    });
  }

  it('follows no redirect with its registration', async () => {
    world.issuer.habits.register = (response) =>
      void response.writeHead(307, { location: `${world.site.origin}/register` }).end();
    await fails(world.plan(), 'registration_failed');
    assert.ok(!world.site.asked.includes('POST /register'));
  });

  it('never tries it at an Okta issuer: a client id comes from its administrator', async () => {
    const okta = await startWorld();
    try {
      const options = { registrations: world.registrations, redirectUris: () => ['vscode://a.b/callback'] };
      const { clientId: _, ...entry } = okta.entry;
      await fails(planSignIn(entry, okta.effects, options), 'client_id_required');
      assert.deepEqual(
        okta.issuer.requests.filter(({ method }) => method !== 'GET'),
        [],
      );
      assert.ok(okta.issuer.requests.length > 0);
    } finally {
      await okta.close();
    }
  });
});

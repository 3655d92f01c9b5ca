import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAppError } from '../../../src/core/errors.ts';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { signInWithCredentials } from '../../../src/core/oauth/signIn/clientCredentials.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { SignInPlan } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { readCredential } from '../../../src/core/oauth/clients/readCredential.ts';
import type { SignedIn } from '../../../src/core/oauth/signIn/signedIn.ts';
import type { AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { listen } from '../../peers/listen.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const SECRET = 'made-up_for.this~test+/=';
const BY_SECRET = '0oaBySecret';
const BY_KEY = '0oaByKey';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('A sign-in with client credentials', function () {
  this.timeout(30_000);
  let world: World;
  let fault: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;

  async function start(options: AuthorizationServerOptions = {}): Promise<void> {
    world = await startWorld({
      serviceClients: [
        { clientId: BY_SECRET, clientSecret: SECRET },
        { clientId: BY_KEY, jwks: [keys.publicKey.export({ format: 'jwk' })] },
      ],
      intercept: (request, response, path) => path.endsWith('/v1/token') && (fault?.(request, response) ?? false),
      ...options,
    });
  }
  beforeEach(() => {
    fault = undefined;
  });
  afterEach(() => world.close());

  async function plan(clientId: string, credential: string): Promise<SignInPlan> {
    const entry = { ...world.entry, issuer: world.issuer.issuer, clientId, signIn: 'clientCredentials' as const };
    const made = await planSignIn(entry, world.effects);
    return { ...made, client: { clientId, authentication: readCredential(credential) } };
  }
  async function signIn(clientId: string, credential: string): Promise<SignedIn> {
    return signInWithCredentials(await plan(clientId, credential), world.effects);
  }
  it('gets bound tokens where the issuer gives its client no others', async () => {
    await start({ requireDpop: true });
    for (const [clientId, credential] of [
      [BY_SECRET, SECRET],
      [BY_KEY, pem(keys.privateKey)],
    ] as const) {
      const window = world.window();
      const { id } = await window.add(await signIn(clientId, credential));
      world.pass(3600);
      const token = await window.token(id);
      assert.ok(typeof token !== 'string' && token.prove({ method: 'POST', url: new URL(world.server.url) }));
    }
  });

  async function callServer(token: string): Promise<number> {
    const response = await fetch(world.server.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
      }),
    });
    await response.body?.cancel();
    return response.status;
  }
  const sentTo = (path: string): number => world.issuer.requests.filter((each) => each.path.endsWith(path)).length;

  for (const [name, clientId, credential] of [
    ['a secret', BY_SECRET, SECRET],
    ['a private key', BY_KEY, pem(keys.privateKey)],
  ] as const) {
    it(`by ${name} gives a session that the server accepts, for scopes of the API alone`, async () => {
      await start();
      const { session, tokens, renewal } = await signIn(clientId, credential);
      assert.equal(await callServer(tokens.accessToken), 200);
      assert.deepEqual(session.scopes, ['incidents:read', 'incidents:write']);
      assert.equal(session.account.label, `${clientId} (Prod)`);
      assert.equal(tokens.refreshToken, undefined);
      assert.deepEqual(renewal, { kind: 'clientCredentials' });
      assert.equal(world.tokenRequests('client_credentials'), 1);
    });

    it(`by ${name} is renewed by asking anew, once for all windows, and revoked at its end`, async () => {
      await start();
      const window = world.window();
      const other = world.window();
      const { id } = await window.add(await signIn(clientId, credential));
      const first = tokenText(await window.token(id));
      await other.list();
      world.pass(3600);
      const [one, two] = (await Promise.all([window.token(id), other.token(id)])).map(tokenText);
      assert.notEqual(one, first);
      assert.equal(one, two);
      assert.equal(world.tokenRequests('client_credentials'), 2);
      await window.remove(id);
      assert.equal(sentTo('/revoke'), 1);
      const revoked = world.issuer.requests.find(({ path }) => path.endsWith('/revoke'));
      assert.equal(revoked?.status, 200);
    });
  }

  it('sends the credential to no issuer that only the server names', async () => {
    await start();
    const made = await plan(BY_SECRET, SECRET);
    const { issuer: _, ...server } = made.server;
    await assert.rejects(signInWithCredentials({ ...made, server }, world.effects), (error) =>
      isAppError(error, 'issuer_required'),
    );
    assert.equal(sentTo('/token'), 0);
  });

  for (const [name, credential] of [
    ['secret', SECRET],
    ['signed assertion', pem(keys.privateKey)],
  ] as const) {
    it(`sends no ${name} to another origin than the issuer's, at sign-in and later`, async () => {
      await start();
      const stolen: (string | undefined)[] = [];
      const thief = await listen(
        createServer((request, response) => {
          stolen.push(request.url);
          response.end('{}');
        }),
        '',
      );
      try {
        const clientId = credential === SECRET ? BY_SECRET : BY_KEY;
        const made = await plan(clientId, credential);
        const foreign = { ...made, metadata: { ...made.metadata, token_endpoint: `${thief.url}/token` } };
        const refused = (error: unknown): boolean => isAppError(error, 'token_endpoint_foreign');
        await assert.rejects(signInWithCredentials(foreign, world.effects), refused);
        const window = world.window();
        const signedIn = await signInWithCredentials(made, world.effects);
        const endpoints = { ...signedIn.endpoints, revocation_endpoint: `${thief.url}/revoke` };
        const { id } = await window.add({ ...signedIn, endpoints });
        await window.remove(id);
        const lasting = await signInWithCredentials(made, world.effects);
        const moved = await window.add({
          ...lasting,
          endpoints: { ...lasting.endpoints, token_endpoint: `${thief.url}/token` },
        });
        world.pass(3600);
        await assert.rejects(window.token(moved.id), refused);
        assert.deepEqual(stolen, []);
      } finally {
        await thief.close();
      }
    });
  }

  it('whose secret is wrong says so', async () => {
    await start();
    await assert.rejects(
      signIn(BY_SECRET, 'wrong'),
      (error) => isAppError(error, 'credential_refused') && (error.args['description'] ?? '').includes('client secret'),
    );
  });

  it('whose secret was replaced at the issuer ends at the next renewal', async () => {
    await start();
    const window = world.window();
    const { id } = await window.add(await signIn(BY_SECRET, SECRET));
    world.pass(3600);
    fault = (_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error: 'invalid_client' }));
      return true;
    };
    await assert.rejects(window.token(id), (error) => isAppError(error, 'session_ended'));
    assert.deepEqual(await world.window().list(), []);
  });

  it('survives an outage at its renewal', async () => {
    await start();
    const window = world.window();
    const { id } = await window.add(await signIn(BY_SECRET, SECRET));
    world.pass(3600);
    fault = (_request, response) => {
      response.writeHead(503).end();
      return true;
    };
    await assert.rejects(window.token(id), (error) => isAppError(error, 'token_endpoint_unreachable'));
    fault = undefined;
    assert.ok(await window.token(id));
  });

  it('leaves out `resource` where the issuer refuses it', async () => {
    await start({ rejectResource: true });
    const { session } = await signIn(BY_SECRET, SECRET);
    assert.equal(session.resource, undefined);
  });

  it('names the issuer in its assertion, and the endpoint where that is refused', async () => {
    await start();
    const made = await plan(BY_KEY, pem(keys.privateKey));
    const authentication = readCredential(pem(keys.privateKey));
    assert.ok(authentication.method === 'private_key_jwt');
    const client = { clientId: BY_KEY, authentication: { ...authentication, audience: 'issuer' as const } };
    const signedIn = await signInWithCredentials({ ...made, client }, world.effects);
    assert.equal(world.tokenRequests('client_credentials'), 2);
    const window = world.window();
    const { id } = await window.add(signedIn);
    world.pass(3600);
    await window.token(id);
    assert.equal(world.tokenRequests('client_credentials'), 3, 'what worked is remembered');
  });

  it('writes neither secret nor key into the log or beside the secret store', async () => {
    await start();
    const window = world.window();
    for (const [clientId, credential] of [
      [BY_SECRET, SECRET],
      [BY_KEY, pem(keys.privateKey)],
    ] as const) {
      const { id } = await window.add(await signIn(clientId, credential));
      world.pass(3600);
      await window.token(id);
    }
    await assert.rejects(signIn(BY_SECRET, 'wrong-canary'));
    const inKey = pem(keys.privateKey).split('\n')[3] ?? '';
    const files = await readdir(world.directory, { recursive: true, withFileTypes: true });
    const contents = files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name)));
    const seen = [...world.log, ...(await Promise.all(contents))].join('\n');
    for (const canary of [SECRET, encodeURIComponent(SECRET), inKey, 'wrong-canary']) {
      assert.ok(!seen.includes(canary));
    }
    assert.ok([...world.secrets.entries.values()].join('\n').includes(SECRET));
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as z from 'zod';
import { isAppError } from '../../../src/core/errors.ts';
import { connectToServer } from '../../../src/core/mcp/connect.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { createDpopKey } from '../../../src/core/oauth/tokens/dpopKey.ts';
import { proofMaker } from '../../../src/core/oauth/tokens/dpopProof.ts';
import type { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer } from '../../../src/server/startServer.ts';
import { TOOL } from '../../../src/shared/names.ts';
import { postRpc } from '../support/postRpc.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const boundTo = z.object({ cnf: z.object({ jkt: z.string() }) });
const LIST = { method: 'tools/call', params: { name: TOOL.listIncidents, arguments: {} } };

function connect(world: World, window: Sessions, id: string): Promise<McpConnection> {
  return connectToServer({
    entry: world.entry,
    tokens: { token: () => window.token(id), replace: (rejected) => window.replace(id, rejected) },
    effects: world.effects,
    clientVersion: '0.0.0',
  });
}

async function callOnce(world: World, window: Sessions, id: string): Promise<void> {
  const connection = await connect(world, window, id);
  assert.ok(!(await connection.callTool(TOOL.getMe, {})).isError);
  await connection.close();
}

describe('Tokens bound to a key', function () {
  this.timeout(30_000);
  let world: World;
  let server: RunningServer;
  beforeEach(async () => {
    world = await startWorld({ singleSignOn: false });
    server = await startServer({
      issuer: world.issuer.issuer,
      audience: world.issuer.audience,
      now: world.effects.now,
      requireDpop: true,
    });
  });
  afterEach(async () => {
    await server.close();
    await world.close();
  });
  const bound = (): World => ({ ...world, entry: { ...world.entry, url: server.url } });

  it('are asked for where the server wants them, and open it', async () => {
    const window = world.window();
    const pending = await world.begin({ url: server.url });
    const signedIn = await world.signIn({ url: server.url });
    assert.match(boundTo.parse(decodeJwt(signedIn.tokens.accessToken)).cnf.jkt, /^[\w-]{43}$/);
    assert.match(pending.url.searchParams.get('dpop_jkt') ?? '', /^[\w-]{43}$/);
    const { id } = await window.add(signedIn);
    await callOnce(bound(), window, id);
  });

  it('are refreshed with the same key, by another window too', async () => {
    const { id } = await world.window().add(await world.signIn({ url: server.url }));
    world.pass(3600);
    const window = world.window();
    await callOnce(bound(), window, id);
    assert.equal(world.issuer.requests.filter((request) => request.grantType === 'refresh_token').length, 2);
    assert.equal(world.issuer.requests.filter(({ path }) => path.endsWith('/revoke')).length, 0);
  });

  it('are worth nothing without the key', async () => {
    const { tokens, dpopKey } = await world.signIn({ url: server.url });
    const token = tokens.accessToken;
    const url = new URL(server.url);
    const send = (headers: Record<string, string>): Promise<Response> => postRpc(server.url, LIST, undefined, headers);
    const authorization = `DPoP ${token}`;
    const own = proofMaker(dpopKey ?? '', token, world.effects.now);
    assert.equal((await send({ authorization, dpop: own({ method: 'POST', url }) })).status, 200);
    const thief = proofMaker(createDpopKey(), token, world.effects.now);
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { authorization: `Bearer ${token}`, dpop: own({ method: 'POST', url }) },
      { authorization },
      { authorization, dpop: thief({ method: 'POST', url }) },
    ]) {
      const response = await send(headers);
      assert.equal(response.status, 401);
      assert.match(response.headers.get('www-authenticate') ?? '', /^DPoP algs="ES256 /);
    }
    const refresh = await fetch(`${world.issuer.issuer}/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: world.issuer.clientId,
        refresh_token: tokens.refreshToken ?? '',
      }),
    });
    assert.equal(refresh.status, 400);
  });

  it('are not asked for where the server is content with bearer tokens', async () => {
    const signedIn = await world.signIn();
    assert.equal(signedIn.dpopKey, undefined);
    assert.equal(decodeJwt(signedIn.tokens.accessToken)['cnf'], undefined);
    const response = await postRpc(server.url, LIST, signedIn.tokens.accessToken);
    assert.equal(response.status, 401);
  });

  it('leave no private key in a log', async () => {
    const { dpopKey = '' } = await world.signIn({ url: server.url });
    const { d } = z.object({ d: z.string().min(40) }).parse(JSON.parse(dpopKey));
    assert.ok(!world.log.join('\n').includes(d));
  });
});

describe('An application that requires DPoP at the issuer', function () {
  this.timeout(30_000);
  let world: World;
  beforeEach(async () => {
    world = await startWorld({ requireDpop: true });
  });
  afterEach(() => world.close());

  it('gets bound tokens though the server does not ask for them, and they open it', async () => {
    const window = world.window();
    const { id } = await window.add(await world.signIn());
    await callOnce(world, window, id);
    assert.ok(decodeJwt(tokenText(await window.token(id)))['cnf']);
    world.pass(3600);
    await callOnce(world, window, id);
  });
});

describe('An issuer that answers with another kind of token than was asked for', function () {
  this.timeout(30_000);

  it('is not believed', async () => {
    const world = await startWorld();
    const server = await startServer({
      issuer: world.issuer.issuer,
      audience: world.issuer.audience,
      requireDpop: true,
    });
    try {
      const fetchAsBearer: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        if (!response.url.endsWith('/v1/token') || !response.ok) return response;
        return Response.json({ ...z.looseObject({}).parse(await response.json()), token_type: 'Bearer' });
      };
      Object.assign(world.effects, { fetch: fetchAsBearer });
      await assert.rejects(world.signIn({ url: server.url }), (error) => isAppError(error, 'token_type_mismatch'));
    } finally {
      await server.close();
      await world.close();
    }
  });
});

describe('A proof of possession', () => {
  it('names the request and the token, by our clock, and nothing of the key but its public part', () => {
    const key = createDpopKey();
    const make = proofMaker(key, 'token', () => 1_700_000_000_500);
    const url = new URL('https://mcp.example/mcp?x=1#y');
    const proof = make({ method: 'POST', url, nonce: 'n1' });
    const { jti, ...claims } = decodeJwt(proof);
    assert.deepEqual(claims, {
      htm: 'POST',
      htu: 'https://mcp.example/mcp',
      iat: 1_700_000_000,
      ath: createHash('sha256').update('token').digest('base64url'),
      nonce: 'n1',
    });
    const { jwk, ...header } = decodeProtectedHeader(proof);
    assert.deepEqual(header, { typ: 'dpop+jwt', alg: 'ES256' });
    assert.deepEqual(Object.keys(jwk ?? {}).sort(), ['crv', 'kty', 'x', 'y']);
    assert.notEqual(decodeJwt(make({ method: 'POST', url }))['jti'], jti);
  });
});

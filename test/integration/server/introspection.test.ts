import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { OAuthError } from '@modelcontextprotocol/server';
import { createIntrospection } from '../../../src/server/auth/introspectAccessToken.ts';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { listen } from '../../../src/server/http/listen.ts';
import { postRpc } from '../support/postRpc.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const AUDIENCE = 'api://default';
const CLIENT = { clientId: '0oaServer', clientSecret: 's:e/cret' };

describe('access tokens checked by introspection', () => {
  let http: Server;
  let server: RunningServer;
  let closeIssuer: () => Promise<void>;
  let issuer: string;
  let answer: Record<string, unknown>;
  let issuerStatus: number;
  let asked: { authorization: string | undefined; body: string }[];
  /** Milliseconds that have passed, and those by which the clock of the day was set. */
  let ahead: number;
  let setBy: number;
  /** Answers wait for it. */
  let held: Promise<void>;

  beforeEach(async () => {
    [asked, issuerStatus, ahead, setBy, held] = [[], 200, 0, 0, Promise.resolve()];
    http = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      once(request, 'end').then(
        async () => {
          asked.push({ authorization: request.headers.authorization, body });
          await held;
          response.writeHead(issuerStatus, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        },
        () => response.destroy(),
      );
    });
    const { port, close } = await listen(http, 0);
    closeIssuer = close;
    issuer = `http://127.0.0.1:${port}/oauth2/default`;
    server = await startServer({
      issuer,
      audience: AUDIENCE,
      introspection: CLIENT,
      requiredScopes: ['mcp:access'],
      challengeScopes: ['mcp:access'],
      now: () => Date.now() + ahead + setBy,
      monotonic: () => performance.now() + ahead,
    });
    const now = Math.floor(Date.now() / 1000);
    answer = {
      ...{ active: true, token_type: 'Bearer', scope: 'openid mcp:access', client_id: '0oaClient' },
      ...{ username: 'ada@example.com', sub: 'ada@example.com', iss: issuer, aud: AUDIENCE, iat: now, exp: now + 60 },
    };
  });
  afterEach(async () => {
    await server.close();
    await closeIssuer();
  });

  const call = (token = 'opaque-token'): Promise<Response> => postRpc(server.url, LIST, token);

  it('lets one in that the issuer calls active, asking with its own credentials', async () => {
    assert.equal((await call()).status, 200);
    const credentials = Buffer.from('0oaServer:s%3Ae%2Fcret').toString('base64');
    assert.deepEqual(asked, [
      { authorization: `Basic ${credentials}`, body: 'token=opaque-token&token_type_hint=access_token' },
    ]);
  });

  it('asks once for calls within 30 s, and sees a revocation after them', async () => {
    await Promise.all([call(), call(), call()]);
    assert.equal(asked.length, 1);
    answer = { active: false };
    ahead = 29_000;
    assert.equal((await call()).status, 200);
    ahead = 31_000;
    assert.equal((await call()).status, 401);
    assert.equal(asked.length, 2);
  });

  it('sees after 30 s that a token was revoked, and that the issuer is down, though the clock was set back', async () => {
    const ready = async (): Promise<number> => (await fetch(`${server.origin}/readyz`)).status;
    assert.deepEqual([(await call()).status, await ready()], [200, 200]);
    answer = { active: false };
    setBy = -3_600_000;
    ahead = 31_000;
    assert.equal((await call()).status, 401);
    issuerStatus = 500;
    assert.equal(await ready(), 503);
  });

  it('never takes a cached answer past the expiry', async () => {
    answer = { ...answer, exp: Math.floor(Date.now() / 1000) + 10 };
    assert.equal((await call()).status, 200);
    ahead = 20_000;
    assert.equal((await call()).status, 401);
  });

  it('asks again at the expiry, whatever clocks may differ by', async () => {
    answer = { ...answer, exp: Math.floor(Date.now() / 1000) + 10 };
    assert.equal((await call()).status, 200);
    answer = { active: false };
    ahead = 11_000;
    assert.equal((await call()).status, 401);
  });

  it('asks about so many tokens at once, while those that are known go on', async () => {
    assert.equal((await call()).status, 200);
    const hold = Promise.withResolvers<undefined>();
    held = hold.promise;
    answer = { active: false };
    const random = Array.from({ length: 105 }, (_, index) => call(`random-${index}`));
    for (let times = 0; times < 5; times += 1) {
      const first = await Promise.race(random.map(async (one, index) => ({ index, response: await one })));
      assert.equal(first.response.status, 503);
      assert.ok(Number(first.response.headers.get('retry-after')) > 0);
      await random.splice(first.index, 1)[0];
    }
    assert.equal((await call()).status, 200);
    assert.equal(asked.length, 101);
    hold.resolve(undefined);
    assert.deepEqual([...new Set((await Promise.all(random)).map(({ status }) => status))], [401]);
    assert.equal((await call('random-0')).status, 401);
    assert.equal(asked.length, 101);
  });

  it('forgets no good token for the sake of those that are not', async () => {
    const report = (error: Error): never => assert.fail(error);
    const options = { issuer, audience: AUDIENCE, client: CLIENT, report, remembered: 3 };
    const { verify } = createIntrospection({ ...options, now: Date.now, monotonic: () => performance.now() });
    await verify('opaque-token');
    const good = answer;
    answer = { active: false };
    for (let times = 0; times < 5; times += 1) await assert.rejects(verify(`random-${times}`), OAuthError);
    answer = good;
    await verify('opaque-token');
    assert.equal(asked.length, 6);
  });

  it('is ready while the issuer answers, asking it once in 30 s', async () => {
    const ready = async (): Promise<number> => (await fetch(`${server.origin}/readyz`)).status;
    issuerStatus = 401;
    assert.equal(await ready(), 503);
    issuerStatus = 200;
    ahead = 1000;
    answer = { active: false };
    assert.deepEqual([await ready(), await ready(), await ready()], [200, 200, 200]);
    assert.equal(asked.length, 2);
    ahead = 29_000;
    assert.equal(await ready(), 200);
    assert.equal(asked.length, 2);
  });

  it('answers 503, not 401, where the issuer gives no answer, and asks again', async () => {
    for (issuerStatus of [500, 401]) {
      const response = await call();
      assert.equal(response.status, 503);
      assert.equal(response.headers.get('www-authenticate'), null);
    }
    issuerStatus = 200;
    assert.equal((await call()).status, 200);
  });

  for (const [what, claims] of Object.entries({
    'is not active': { active: false },
    'has expired': { exp: 1 },
    'not valid yet': { nbf: Math.floor(Date.now() / 1000) + 3600 },
    'another audience': { aud: 'https://other' },
    'another issuer': { iss: 'https://evil.example' },
    'not an access token': { token_type: 'refresh_token' },
  })) {
    it(`refuses one that ${what}`, async () => {
      answer = { ...answer, ...claims };
      const response = await call();
      assert.equal(response.status, 401);
      assert.ok(response.headers.get('www-authenticate')?.includes(what));
      assert.match(response.headers.get('www-authenticate') ?? '', /scope="mcp:access"/);
    });
  }

  it('needs mcp:access for every call, and says so', async () => {
    answer = { ...answer, scope: 'openid incidents:read' };
    const response = await call();
    assert.equal(response.status, 403);
    assert.match(response.headers.get('www-authenticate') ?? '', /scope="mcp:access"/);
    const metadata = await fetch(`${server.origin}/.well-known/oauth-protected-resource`);
    assert.match(await metadata.text(), /"scopes_supported":\["mcp:access"\]/);
  });
});

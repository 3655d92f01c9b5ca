import assert from 'node:assert/strict';
import { once } from 'node:events';
import { IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { json } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import * as z from 'zod';
import { browserCookie } from '../../../../src/server/proxy/http/browserCookie.ts';
import { createOktaClient } from '../../../../src/server/proxy/upstream/oktaClient.ts';
import { createVault } from '../../../../src/server/proxy/vault.ts';
import { startServer } from '../../../../src/server/startServer.ts';
import { CookieJar, loginByForm } from '../../support/loginByForm.ts';
import { failingDatabase } from './failingDatabase.ts';
import {
  answerConsent,
  authorize,
  authorizeUrl,
  errorOf,
  followToClient,
  locationOf,
  openConsent,
  redeem,
  refresh,
  registerClient,
  requestRegistration,
  signedInClient,
  signInAtOkta,
  tokensOf,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const CHECKS = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };

describe('The proxy, by each of its defences alone', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let jar: CookieJar;
  /** Milliseconds by which the proxy is ahead. */
  let ahead: number;
  /** Answers for Okta's metadata in its stead. */
  let metadata: Record<string, string> | undefined;
  const intercept = (_request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    if (metadata === undefined || !path.includes('/.well-known/')) return false;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
    return true;
  };
  beforeEach(async () => {
    metadata = undefined;
    ahead = 0;
    world = await startProxyWorld({
      okta: { intercept },
      server: { now: () => Date.now() + ahead, limits: { trustedProxies: ['loopback'] } },
    });
    jar = new CookieJar();
  });
  afterEach(() => world.close());

  it('sends Okta a challenge', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const toOkta = locationOf(await answerConsent(jar, page, { token, decision: 'allow' }), page);
    assert.match(toOkta.searchParams.get('code_challenge') ?? '', /^[\w-]{43}$/);
    assert.equal(toOkta.searchParams.get('code_challenge_method'), 'S256');
  });

  for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'revocation_endpoint']) {
    it(`asks nothing of an Okta whose ${endpoint} is of another origin`, async () => {
      const { issuer } = world.okta;
      const good = { authorization: 'authorize', token: 'token', revocation: 'revoke' };
      metadata = { issuer };
      for (const [name, path] of Object.entries(good)) metadata[`${name}_endpoint`] = `${issuer}/v1/${path}`;
      const application = { issuer, clientId: 'a', clientSecret: 'b', scopes: [] };
      const okta = createOktaClient(application, `${world.origin}/oauth/callback`);
      await okta.authorizationUrl(CHECKS, []);
      metadata[endpoint] = 'http://127.0.0.1:9/any';
      const misled = createOktaClient(application, `${world.origin}/oauth/callback`);
      await assert.rejects(misled.authorizationUrl(CHECKS, []), /an endpoint of another origin/);
    });
  }

  it('sets no cookie that a script or a page elsewhere can use', async () => {
    const client = await registerClient(world);
    const begun = await jar.fetch(authorizeUrl(world, client));
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const agreed = await answerConsent(jar, page, { token, decision: 'allow' });
    const cookies = [begun, agreed].flatMap(({ headers }) => headers.getSetCookie());
    const names = ['desk_consent', 'desk_consent.sig', 'desk_resume', 'desk_resume.sig'];
    for (const name of names)
      assert.ok(
        cookies.some((cookie) => cookie.startsWith(`${name}=`)),
        name,
      );
    assert.ok(cookies.some((cookie) => cookie.startsWith('desk_okta_')));
    for (const cookie of cookies) {
      assert.match(cookie, /; httponly/i);
      assert.match(cookie, /; samesite=lax/i);
    }
  });

  it('binds cookies to its own host by https', async () => {
    const { name, options } = browserCookie('https://mcp.example', 'state');
    assert.match(name, /^__Host-desk_okta_/);
    assert.deepEqual(options, { httpOnly: true, sameSite: 'lax', secure: true, path: '/' });
  });

  it('sets cookies for https alone where it is reached by https', async () => {
    const secure = await startProxyWorld({
      start: (config) => startServer({ ...config, resource: 'https://mcp.example/mcp' }),
    });
    const host = 'mcp.example';
    const ask = async (path: string, body?: object): Promise<IncomingMessage> => {
      const headers = { host, ...(body && { 'content-type': 'application/json' }) };
      const request = httpRequest(secure.origin + path, { method: body ? 'POST' : 'GET', headers });
      const answered = await once(request.end(body && JSON.stringify(body)), 'response');
      return z.tuple([z.instanceof(IncomingMessage)]).parse(answered)[0];
    };
    const redirectUri = 'http://127.0.0.1:7777/callback';
    const registered = await json(await ask('/oauth2/v1/clients', { redirect_uris: [redirectUri] }));
    const { client_id: id } = z.looseObject({ client_id: z.string() }).parse(registered);
    const client = { id, redirectUri, verifier: CHECKS.verifier };
    const { pathname, search } = authorizeUrl(secure, client, { resource: 'https://mcp.example/mcp' });
    const begun = await ask(pathname + search);
    begun.resume();
    await secure.close();
    const cookies = begun.headers['set-cookie'] ?? [];
    assert.ok(cookies.length >= 4);
    for (const cookie of cookies) assert.match(cookie, /; secure/i);
  });

  it('keeps nothing of a grant that Okta ended', async () => {
    const database = await failingDatabase();
    let isEnded = false;
    const end = (_request: IncomingMessage, response: ServerResponse, path: string): boolean => {
      if (!isEnded || !path.endsWith('/v1/token')) return false;
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
      return true;
    };
    const kept = await startProxyWorld({ okta: { intercept: end }, proxy: { databasePath: database.path } });
    const { client, tokens } = await signedInClient(kept);
    isEnded = true;
    assert.equal(await errorOf(await refresh(kept, client, tokens)), '400 invalid_grant');
    await kept.close();
    const file = new DatabaseSync(database.path);
    const rows = file.prepare('select model from proxy_record where grant_key is not null').all();
    file.close();
    await database.remove();
    assert.deepEqual(rows, []);
  });

  it('takes its name from no header', async () => {
    const client = await registerClient(world);
    const url = authorizeUrl(world, client);
    const page = locationOf(await jar.fetch(url, { headers: { 'x-forwarded-host': 'evil.example' } }), url);
    const token = /name="token" value="([^"]+)"/.exec(await (await jar.fetch(page)).text())?.[1] ?? '';
    const callback = await signInAtOkta(jar, page, token);
    assert.equal(locationOf(await jar.fetch(callback), callback).origin, world.origin);
  });

  it('takes an address from nobody that it does not trust', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.1, 192.0.2.7' };
    await requestRegistration(world, { redirect_uris: ['http://127.0.0.1:7777/callback'] }, headers);
    assert.match(world.log.join('\n'), /"event":"client_registered".*"address":"192\.0\.2\.7"/);
  });

  it('opens what is sealed in its own place alone', () => {
    const vault = createVault('a secret of the tests that is long enough');
    const sealed = vault.seal('text', 'Model one');
    assert.throws(() => vault.open(sealed, 'Model two'));
  });

  it('lets another person sign in by the same browser, and forgets the one before', async () => {
    const client = await registerClient(world);
    await authorize(world, client, { jar });
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const toOkta = locationOf(await answerConsent(jar, page, { token, decision: 'allow' }), page);
    const answer = await followToClient(jar, await loginByForm(toOkta, 'viewer'));
    const { access_token } = await tokensOf(await redeem(world, client, answer));
    assert.equal(decodeJwt(access_token).sub, 'victor.okafor@example.com');
  });

  it('keeps no client for more than a week that nobody signs in with', async () => {
    const [unused, used] = [await registerClient(world), await registerClient(world)];
    await authorize(world, used);
    ahead = 8 * 24 * 3600 * 1000;
    const redeemed = (id: string): Promise<Response> =>
      redeem(world, { ...unused, id }, new URL('http://127.0.0.1/?code=x'));
    assert.equal(await errorOf(await redeemed(unused.id)), '401 invalid_client');
    assert.equal(await errorOf(await redeemed(used.id)), '400 invalid_grant');
  });
});

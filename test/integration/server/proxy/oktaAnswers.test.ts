import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CookieJar } from '../../support/loginByForm.ts';
import {
  answerConsent,
  authorizeUrl,
  followToClient,
  openConsent,
  refusalOf,
  registerClient,
  signInAtOkta,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const UNKNOWN = '400 The answer of Okta is not one that this browser waits for, or was used already.';

describe('The consent of a person at the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let jar: CookieJar;
  /** Milliseconds by which the proxy is ahead. */
  let ahead: number;
  /** Answers for Okta's metadata in its stead. */
  let fault: ((response: ServerResponse) => void) | undefined;
  const intercept = (_request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    if (fault === undefined || !path.includes('/.well-known/')) return false;
    fault(response);
    return true;
  };
  beforeEach(async () => {
    fault = undefined;
    ahead = 0;
    world = await startProxyWorld({ okta: { intercept }, server: { now: () => Date.now() + ahead } });
    jar = new CookieJar();
  });
  afterEach(() => world.close());

  it('is followed by an answer of Okta that is good once', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const callback = await signInAtOkta(jar, page, token);
    const answers = await Promise.all([jar.fetch(callback), jar.fetch(callback)]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 400]);
    assert.equal(await refusalOf(await jar.fetch(callback)), UNKNOWN);
    assert.equal(world.tokenRequests('authorization_code'), 1);
  });

  it('is followed by an answer of Okta that is good in this browser alone', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const callback = await signInAtOkta(jar, page, token);
    assert.equal(await refusalOf(await new CookieJar().fetch(callback)), UNKNOWN);
    assert.equal(world.tokenRequests('authorization_code'), 0);
    const answer = await followToClient(jar, callback);
    assert.ok(answer.searchParams.has('code'));
  });

  it('is followed by no answer of Okta that nobody asked for', async () => {
    for (const query of ['', '?state=any&code=any', '?state=any&error=access_denied', '?code=any', '?error=any']) {
      assert.equal(await refusalOf(await jar.fetch(`${world.origin}/oauth/callback${query}`)), UNKNOWN);
    }
    assert.equal(world.tokenRequests('authorization_code'), 0);
  });

  it('is followed by no answer of Okta that comes after ten minutes', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const callback = await signInAtOkta(jar, page, token);
    ahead = 601_000;
    assert.equal(await refusalOf(await jar.fetch(callback)), UNKNOWN);
    assert.equal(world.tokenRequests('authorization_code'), 0);
  });

  it('is followed by no code of Okta from another sign-in', async () => {
    const client = await registerClient(world);
    const own = await openConsent(jar, authorizeUrl(world, client));
    const callback = await signInAtOkta(jar, own.page, own.token);
    const stranger = new CookieJar();
    const foreign = await openConsent(stranger, authorizeUrl(world, client));
    const foreignCode = (await signInAtOkta(stranger, foreign.page, foreign.token, 'viewer')).searchParams.get('code');
    callback.searchParams.set('code', foreignCode ?? '');
    const answer = await followToClient(jar, callback);
    assert.equal(answer.searchParams.get('error'), 'access_denied');
    assert.equal(answer.searchParams.get('code'), null);
  });

  it('says so where Okta cannot be asked', async () => {
    fault = (response) => void response.writeHead(503).end();
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    assert.equal((await answerConsent(jar, page, { token, decision: 'allow' })).status, 503);
    fault = undefined;
    await signInAtOkta(jar, page, token);
  });

  it('leads nowhere where the secret of the proxy would go to another origin than that of Okta', async () => {
    const metadata = { issuer: world.okta.issuer, authorization_endpoint: `${world.okta.issuer}/v1/authorize` };
    const evil = { ...metadata, token_endpoint: 'http://127.0.0.1:9/token' };
    fault = (response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(evil));
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const response = await answerConsent(jar, page, { token, decision: 'allow' });
    assert.match(await refusalOf(response), /^503 Okta cannot be reached/);
  });
});

import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { CookieJar } from '../../support/loginByForm.ts';
import { until } from '../../support/until.ts';
import { type FailingDatabase, failingDatabase } from './failingDatabase.ts';
import { authorizeUrl, followToClient, openConsent, refusalOf, registerClient, signInAtOkta } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const lineSchema = z.object({ audit: z.looseObject({ event: z.string(), reason: z.string().optional() }) });

const PASSED_ON = 'x-passed-on';

interface Case {
  readonly what: string;
  /** Of Okta's answer to the code. */
  readonly status: number;
  readonly body: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly error: string;
  readonly reason: string;
  readonly words: RegExp;
  readonly log: RegExp;
}

const SECRET = 'The client secret supplied for a confidential client is invalid.';
const CASES: readonly Case[] = [
  {
    ...{ what: 'the secret of the proxy is wrong', status: 401, error: 'server_error', reason: 'okta_setup' },
    body: JSON.stringify({ error: 'invalid_client', error_description: SECRET }),
    ...{ words: /tell whoever runs Incident Desk/, log: /401 invalid_client: The client secret supplied/ },
  },
  {
    ...{ what: 'the same is told by a challenge', status: 401, error: 'server_error', reason: 'okta_setup' },
    ...{
      body: '{"error":"invalid_client"}',
      header: { 'www-authenticate': 'Basic realm="okta", error="invalid_client"' },
    },
    ...{ words: /tell whoever runs Incident Desk/, log: /401 invalid_client/ },
  },
  {
    ...{ what: 'Okta does not take the code', status: 400, error: 'access_denied', reason: 'okta_code' },
    body: '{"error":"invalid_grant","error_description":"The authorization code is invalid or has expired."}',
    ...{ words: /Start the sign-in again/, log: /400 invalid_grant: The authorization code is invalid/ },
  },
  {
    ...{ what: 'Okta is busy', status: 429, error: 'temporarily_unavailable', reason: 'okta_unavailable' },
    ...{ body: '{"error":"invalid_grant"}', words: /Try again in a minute/, log: /429 invalid_grant/ },
  },
  {
    ...{ what: 'something else answers', status: 502, error: 'temporarily_unavailable', reason: 'okta_unavailable' },
    ...{ body: '<html>', words: /Try again in a minute/, log: /502/ },
  },
];

describe('A sign-in at the proxy that fails', function () {
  this.timeout(30_000);
  let database: FailingDatabase;
  let world: ProxyWorld;
  let jar: CookieJar;
  /** Milliseconds by which the proxy is ahead. */
  let ahead: number;
  /** Answers Okta's endpoints of that ending in its stead. */
  let faults: Record<string, (response: ServerResponse, request: IncomingMessage) => void>;
  const intercept = (request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    const fault = Object.entries(faults).find(([ending]) => path.endsWith(ending))?.[1];
    if (fault === undefined || request.headers[PASSED_ON] !== undefined) return false;
    fault(response, request);
    return true;
  };
  /** Has Okta's own answer say that it granted no more than that. */
  const granting = (scope: string) => (response: ServerResponse, request: IncomingMessage) => {
    const { method, url: path, headers } = request;
    const to = new URL(world.okta.origin);
    const onward = httpRequest(to, { method, path, headers: { ...headers, [PASSED_ON]: 'yes' } }, (answer) => {
      void json(answer).then((tokens) => response.end(JSON.stringify({ ...z.looseObject({}).parse(tokens), scope })));
    });
    response.setHeader('content-type', 'application/json');
    request.pipe(onward);
  };
  beforeEach(async () => {
    ahead = 0;
    faults = {};
    database = await failingDatabase();
    world = await startProxyWorld({
      okta: { intercept },
      proxy: { databasePath: database.path },
      server: { now: () => Date.now() + ahead },
    });
    jar = new CookieJar();
  });
  afterEach(async () => {
    await world.close();
    await database.remove();
  });

  /** Comes back from Okta, with what the proxy has not fetched yet. */
  async function comeBack(): Promise<URL> {
    const { page, token } = await openConsent(jar, authorizeUrl(world, await registerClient(world)));
    return signInAtOkta(jar, page, token);
  }
  const refusedBy = (callback: URL, error: string, description: string): URL => {
    const url = new URL(callback);
    url.searchParams.delete('code');
    url.searchParams.set('error', error);
    url.searchParams.set('error_description', description);
    return url;
  };
  const failure = (): unknown =>
    world.log
      .map((line) => lineSchema.safeParse(JSON.parse(line)).data?.audit)
      .filter((audit) => audit?.event === 'sign_in_failed')
      .at(-1)?.reason;
  const revocations = (): number => world.okta.requests.filter(({ path }) => path.endsWith('/v1/revoke')).length;
  async function answered(callback: URL): Promise<{ error: string | null; words: string }> {
    const { searchParams } = await followToClient(jar, callback);
    return { error: searchParams.get('error'), words: searchParams.get('error_description') ?? '' };
  }

  for (const { what, status, body, header, ...expected } of CASES) {
    it(`says what to do, and in the log why, where ${what}`, async () => {
      const callback = await comeBack();
      faults['/v1/token'] = (response) =>
        void response.writeHead(status, { 'content-type': 'application/json', ...header }).end(body);
      const { error, words } = await answered(callback);
      assert.equal(error, expected.error);
      assert.match(words, expected.words);
      assert.equal(failure(), expected.reason);
      assert.match(world.log.join('\n'), expected.log);
      assert.ok(!world.log.join('\n').includes(callback.searchParams.get('code') ?? ''));
    });
  }

  for (const [sent, error, reason, words] of [
    ['access_denied', 'access_denied', 'okta_denied', /administrator/],
    ['invalid_scope', 'server_error', 'okta_setup', /tell whoever runs Incident Desk/],
    ['temporarily_unavailable', 'temporarily_unavailable', 'okta_unavailable', /Try again in a minute/],
    ['anything\n{"forged":1}', 'server_error', 'okta_setup', /tell whoever runs Incident Desk/],
  ] as const) {
    it(`says what to do, and in the log why, where Okta sends ${JSON.stringify(sent)}`, async () => {
      const answer = await answered(refusedBy(await comeBack(), sent, 'Policy evaluation\nfailed for this request.'));
      assert.equal(answer.error, error);
      assert.match(answer.words, words);
      assert.equal(failure(), reason);
      const log = world.log.join('\n');
      assert.ok(log.includes(sent.split('\n')[0] ?? ''));
      assert.match(log, /Policy evaluation failed for this request/);
    });
  }

  it('leaves nothing at Okta where the database does not take it', async () => {
    const callback = await comeBack();
    database.refuse('insert', 'Upstream');
    const { error, words } = await answered(callback);
    assert.deepEqual([error, failure()], ['server_error', 'not_kept']);
    assert.match(words, /Try again in a minute/);
    assert.match(world.log.join('\n'), /the disk is full/);
    assert.equal(revocations(), 1);
  });

  it('for want of permissions is told as that where Okta revokes nothing now, which is done later', async () => {
    const callback = await comeBack();
    faults['/v1/token'] = granting('openid offline_access');
    faults['/v1/revoke'] = (response) => void response.writeHead(503).end();
    const { error, words } = await answered(callback);
    assert.deepEqual([error, failure()], ['access_denied', 'no_scopes']);
    assert.match(words, /administrator/);
    faults = {};
    const before = revocations();
    await world.restart();
    await until(() => revocations() > before, 'its revocation');
  });

  it('is kept in the audit log where the person took too long', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    ahead = 500_000;
    const callback = await signInAtOkta(jar, page, token);
    ahead = 950_000;
    assert.equal(await refusalOf(await jar.fetch(callback)), '400 It took too long.');
    assert.equal(failure(), 'too_late');
  });
});

import assert from 'node:assert/strict';
import { eventually } from '../../oauth/world.ts';
import { CookieJar } from '../../support/loginByForm.ts';
import { postRpc } from '../../support/postRpc.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';
import {
  answerConsent,
  authorizeUrl,
  errorOf,
  openConsent,
  postForm,
  refresh,
  requestRegistration,
  signedInClient,
  tokensOf,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const CREATE = { method: 'tools/call', params: { name: 'create_incident', arguments: { title: 'Checkout is slow' } } };
const SCOPES = ['incidents:read', 'incidents:write'];

describe('The audit log of the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let watched: WatchedServer;
  beforeEach(async () => {
    world = await startProxyWorld({
      proxy: { registrations: { perAddress: 3, inAll: 5 } },
      start: async (config) => (watched = await startWatchedServer(config)),
    });
  });
  afterEach(() => world.close());

  const linesOf = (event: string) => watched.audited().filter((line) => line['event'] === event);

  async function lineOf(event: string): Promise<Record<string, unknown>> {
    await eventually(() => Promise.resolve(linesOf(event).length > 0));
    return linesOf(event).at(-1) ?? {};
  }

  it('says what registered, what was agreed to and what was given', async () => {
    const { client, tokens } = await signedInClient(world);
    const registered = await lineOf('client_registered');
    assert.deepEqual(
      [registered['client'], registered['name'], registered['redirects']],
      [client.id, 'Good Editor', [client.redirectUri]],
    );
    const agreed = await lineOf('consent_given');
    assert.deepEqual([agreed['scopes'], agreed['target']], [SCOPES, client.redirectUri]);
    const given = await lineOf('token_issued');
    assert.deepEqual([given['grant'], given['scopes']], ['authorization_code', SCOPES]);
    await tokensOf(await refresh(world, client, tokens));
    await eventually(async () => (await lineOf('token_issued'))['grant'] === 'refresh_token');
  });

  it('names one person in the same way at the sign-in and at each call', async () => {
    const { tokens } = await signedInClient(world);
    assert.equal((await postRpc(world.server.url, CREATE, tokens.access_token)).status, 200);
    const events = ['signed_in', 'token_issued', 'authentication', 'change'];
    const lines = await Promise.all(events.map(lineOf));
    assert.deepEqual(
      lines.map(({ uid }) => uid),
      events.map(() => '00u4erinalvarez0h5d7'),
    );
    const named = lines.filter(({ event }) => event !== 'signed_in').map(({ subject }) => subject);
    assert.deepEqual(new Set(named), new Set(['erin.alvarez@example.com']));
  });

  it('is kept short and plain, whatever a client calls itself, and has no query', async () => {
    const name = `Evil\u202e\n{"event":"x"}${'x'.repeat(180)}`;
    const redirect_uris = Array.from({ length: 20 }, (_, at) => `https://good.example/${at}?s3cret=${'y'.repeat(500)}`);
    assert.equal((await requestRegistration(world, { client_name: name, redirect_uris })).status, 201);
    const line = await lineOf('client_registered');
    assert.match(String(line['name']), /^Evil \{"event":"x"\}x+…$/);
    assert.doesNotMatch(watched.auditText(), /s3cret|yyyy/);
    assert.ok(JSON.stringify(line).length < 1000, JSON.stringify(line));
  });

  /** The lines of one address that came of a refusal, once its request has ended. */
  async function refusedLines(before: number): Promise<readonly Record<string, unknown>[]> {
    // A later request that leaves a line has the ones before it written.
    await fetch(`${world.origin}/oauth2/v1/authorize?client_id=the-last`, { redirect: 'manual' });
    const isLast = (line: Record<string, unknown>): boolean => line['path'] === '/oauth2/v1/authorize';
    await eventually(() => Promise.resolve(watched.audited().slice(before).some(isLast)));
    return watched
      .audited()
      .slice(before)
      .filter((line) => !isLast(line));
  }

  it('has one line for a refused token', async () => {
    const before = watched.audited().length;
    const form = { grant_type: 'refresh_token', refresh_token: 's3cret', client_id: 'nobody' };
    assert.equal(await errorOf(await postForm(world, 'token', form)), '401 invalid_client');
    const [line, ...others] = await refusedLines(before);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [line?.['event'], line?.['status'], line?.['path'], line?.['address']],
      ['token_refused', 401, '/oauth2/v1/token', '127.0.0.1'],
    );
    assert.match(String(line?.['reason']), /client/);
  });

  it('has one line for a refused registration, with the value, which the developer is told too', async () => {
    const before = watched.audited().length;
    const response = await requestRegistration(world, {
      redirect_uris: ['http://127.0.0.1/callback', 'http://evil.example/callback?s3cret=1'],
    });
    assert.equal(response.status, 400);
    const { error_description: words } = JSON.parse(await response.text()) as { error_description: string };
    assert.match(
      words,
      /redirect_uris\.1.*"http:\/\/evil\.example\/callback\?…".*https:.*http: on this computer.*callback of Incident Desk/,
    );
    const [line, ...others] = await refusedLines(before);
    assert.deepEqual(others, []);
    assert.deepEqual([line?.['event'], line?.['status']], ['registration_refused', 400]);
    assert.match(String(line?.['reason']), /redirect_uris\.1.*evil\.example/);
    assert.doesNotMatch(watched.auditText(), /s3cret/);
  });

  for (const [what, metadata, words] of [
    ['no redirect', {}, /redirect_uris/],
    [
      'a foreign response type',
      { redirect_uris: ['https://a.example/'], response_types: ['token'] },
      /response_types.*code/,
    ],
    ['keys to fetch', { redirect_uris: ['https://a.example/'], jwks_uri: 'https://a.example/' }, /jwks_uri/],
  ] as const) {
    it(`says what is wrong with a registration with ${what}`, async () => {
      const response = await requestRegistration(world, metadata);
      assert.equal(response.status, 400);
      assert.match(await response.text(), words);
    });
  }

  it('has one line for too many registrations', async () => {
    const good = { redirect_uris: ['https://good.example/'] };
    for (let times = 0; times < 3; times += 1) await requestRegistration(world, good);
    const before = watched.audited().length;
    assert.equal((await requestRegistration(world, good)).status, 429);
    const [line, ...others] = await refusedLines(before);
    assert.deepEqual(others, []);
    assert.deepEqual([line?.['event'], line?.['status']], ['registration_refused', 429]);
  });

  it('has one line for a consent that no page of ours sent', async () => {
    const { client } = await signedInClient(world);
    const jar = new CookieJar();
    const { page } = await openConsent(jar, authorizeUrl(world, client));
    const before = watched.audited().length;
    assert.equal((await answerConsent(jar, page, { token: 'x', decision: 'allow' })).status, 403);
    const [line, ...others] = await refusedLines(before);
    assert.deepEqual(others, []);
    assert.deepEqual([line?.['event'], line?.['status'], line?.['client']], ['consent_refused', 403, client.id]);
  });

  it('has one line for an answer of Okta that nobody asked for', async () => {
    const before = watched.audited().length;
    assert.equal((await fetch(`${world.origin}/oauth/callback?state=s3cret&code=c`)).status, 400);
    const [line, ...others] = await refusedLines(before);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [line?.['event'], line?.['status'], line?.['path'], line?.['reason']],
      ['sign_in_failed', 400, '/oauth/callback', 'unknown_state'],
    );
  });

  it('has one line for a sign-in that the proxy does not begin', async () => {
    const { client } = await signedInClient(world);
    const before = watched.audited().length;
    const url = new URL(authorizeUrl(world, client));
    url.searchParams.set('state', 'x'.repeat(3000));
    assert.equal((await fetch(url, { redirect: 'manual' })).status, 400);
    await fetch(`${world.origin}/oauth/callback?state=the-last&code=c`);
    const lines = () => watched.audited().slice(before);
    await eventually(() => Promise.resolve(lines().some(({ event }) => event === 'sign_in_failed')));
    assert.deepEqual(
      lines().map(({ event, status }) => [event, status]),
      [
        ['authorization_refused', 400],
        ['sign_in_failed', 400],
      ],
    );
  });
});

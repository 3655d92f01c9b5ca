import assert from 'node:assert/strict';
import { createProxy } from '../../../../src/server/proxy/createProxy.ts';
import { until } from '../../support/until.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';

interface Case {
  readonly what: string;
  readonly path: string;
  readonly status: number;
  readonly reason: RegExp;
  readonly json?: object;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const REGISTER = '/oauth2/v1/clients';
const GOOD = { redirect_uris: ['http://127.0.0.1/callback'] };
const CASES: readonly Case[] = [
  {
    ...{ what: 'a page of a foreign origin', path: REGISTER, status: 403, json: GOOD },
    ...{ headers: { origin: 'https://evil.example' }, reason: /^foreign origin: https:\/\/evil\.example$/ },
  },
  {
    ...{ what: 'a registration with a redirect that is not allowed', path: REGISTER, status: 400 },
    ...{ json: { redirect_uris: ['http://evil.example/'] }, reason: /^invalid_redirect_uri: / },
  },
  {
    what: 'a registration that is no object',
    path: REGISTER,
    status: 400,
    json: [],
    reason: /^invalid_client_metadata: /,
  },
  {
    ...{ what: 'a token for an unknown client', path: '/oauth2/v1/token', status: 401, reason: /client/i },
    form: { grant_type: 'refresh_token', refresh_token: 's3cret', client_id: 'nobody' },
  },
  {
    ...{ what: 'a revocation by an unknown client', path: '/oauth2/v1/revoke', status: 401, reason: /client/i },
    form: { token: 's3cret', client_id: 'nobody' },
  },
  {
    what: 'a sign-in for an unknown client',
    path: '/oauth2/v1/authorize?client_id=nobody',
    status: 400,
    reason: /client/,
  },
  {
    what: 'an answer that nobody waits for',
    path: '/oauth/callback?state=s3cret',
    status: 400,
    reason: /^unknown_state/,
  },
  { what: 'a consent that nobody is asked for', path: '/oauth/consent/nobody', status: 400, reason: /^It is over/ },
];

describe('requests that the proxy refuses', () => {
  let server: WatchedServer;
  before(async () => {
    const okta = { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', scopes: ['openid'] };
    const settings = { okta, secret: 'a secret of the tests that is long enough', databasePath: ':memory:' };
    server = await startWatchedServer({
      ...{ issuer: okta.issuer, audience: 'a' },
      proxy: (around) => createProxy({ ...settings, registrations: { perAddress: 2, inAll: 2 } }, around),
    });
  });
  after(() => server.close());

  const refusals = () => server.audited().filter(({ event }) => /refus|failed/.test(String(event)));

  async function refusedWith({ path, json, form, headers }: Partial<Case>, status: number) {
    const before = refusals().length;
    const body = json ? JSON.stringify(json) : form && new URLSearchParams(form);
    const response = await fetch(`${server.origin}${path ?? ''}`, {
      redirect: 'manual',
      headers: { ...(json && { 'content-type': 'application/json' }), ...headers },
      ...(body && { method: 'POST', body }),
    });
    assert.equal(response.status, status);
    await until(() => refusals().length > before, 'the refusal');
    return refusals().at(-1) ?? {};
  }

  for (const { what, status, reason, ...asked } of CASES) {
    it(`are kept with their reason: ${what}: ${status}`, async () => {
      const kept = await refusedWith(asked, status);
      assert.match(String(kept['reason']), reason);
      assert.deepEqual([kept['status'], kept['address']], [status, '127.0.0.1']);
      assert.ok(!server.auditText().includes('s3cret'));
    });
  }

  it('are kept where too many register: 429', async () => {
    const headers = { 'content-type': 'application/json' };
    const register = () =>
      fetch(`${server.origin}${REGISTER}`, { method: 'POST', headers, body: JSON.stringify(GOOD) });
    for (let times = 0; times < 2; times += 1) await register();
    const kept = await refusedWith({ path: REGISTER, json: GOOD }, 429);
    assert.equal(kept['reason'], 'rate of registrations');
  });
});

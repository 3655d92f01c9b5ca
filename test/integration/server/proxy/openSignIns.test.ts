import assert from 'node:assert/strict';
import { CookieJar } from '../../support/loginByForm.ts';
import {
  answerConsent,
  authorize,
  authorizeUrl,
  followToClient,
  locationOf,
  openConsent,
  refusalOf,
  registerClient,
} from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const TOO_MANY = '429 Too many sign-ins are under way. Try again in a few minutes.';
const UNDER_WAY = '400 It is under way already, or over.';

describe('Sign-ins under way at the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let jar: CookieJar;
  beforeEach(async () => {
    world = await startProxyWorld({
      proxy: { signIns: { perAddress: 2, inAll: 3 } },
      server: { limits: { trustedProxies: ['loopback'] } },
    });
    jar = new CookieJar();
  });
  afterEach(() => world.close());

  for (const [name, length] of [
    ['state', 2049],
    ['nonce', 513],
    ['login_hint', 8000],
  ] as const) {
    it(`keep no ${name} of ${length} characters`, async () => {
      const client = await registerClient(world);
      const url = authorizeUrl(world, client, { [name]: 'x'.repeat(length) });
      assert.match(await refusalOf(await jar.fetch(url)), /^400 The program sent more than a sign-in needs/);
    });
  }

  it('keep what a program may need', async () => {
    const client = await registerClient(world);
    const answer = await authorize(world, client, {
      changes: { state: 'x'.repeat(2048), nonce: 'y'.repeat(512), scope: 'openid incidents:read' },
    });
    assert.equal(answer.searchParams.get('state')?.length, 2048);
  });

  /** Begins one, from that address. */
  const begin = async (address = '192.0.2.1', changes: Record<string, string> = {}): Promise<Response> =>
    new CookieJar().fetch(authorizeUrl(world, await registerClient(world), changes), {
      headers: { 'x-forwarded-for': address },
    });

  it('are limited in number for one address', async () => {
    for (let times = 0; times < 2; times += 1) assert.equal((await begin()).status, 303);
    const refused = await begin();
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal(await refusalOf(refused), TOO_MANY);
    assert.equal((await begin('192.0.2.2')).status, 303);
  });

  it('are limited in number for all addresses together', async () => {
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) assert.equal((await begin(address)).status, 303);
    assert.equal(await refusalOf(await begin('192.0.2.4')), TOO_MANY);
  });

  it('make room when they end, and where they never began', async () => {
    const client = await registerClient(world);
    for (let times = 0; times < 3; times += 1) {
      await authorize(world, client);
      const { page, token } = await openConsent(jar, authorizeUrl(world, client));
      await followToClient(jar, locationOf(await answerConsent(jar, page, { token, decision: 'deny' }), page));
      assert.equal((await begin('127.0.0.1', { prompt: 'none' })).status, 303);
    }
    assert.ok(!world.log.join('\n').includes('too_many'));
  });

  it('make no room where they begin anew', async () => {
    const client = await registerClient(world);
    const { page } = await openConsent(jar, authorizeUrl(world, client));
    const resumed = new URL(`/oauth2/v1/authorize/${page.pathname.split('/').at(-1) ?? ''}`, world.origin);
    assert.equal((await jar.fetch(resumed)).status, 303);
    assert.equal((await begin('127.0.0.1')).status, 303);
    assert.equal(await refusalOf(await begin('127.0.0.1')), TOO_MANY);
  });

  it('are at Okta once, however often the person agrees', async () => {
    const client = await registerClient(world);
    const { page, token } = await openConsent(jar, authorizeUrl(world, client));
    const answers = await Promise.all([1, 2, 3].map(() => answerConsent(jar, page, { token, decision: 'allow' })));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 400, 400]);
    assert.equal(await refusalOf(await answerConsent(jar, page, { token, decision: 'allow' })), UNDER_WAY);
    assert.equal(world.log.join('\n').match(/"event":"consent_given"/g)?.length, 1);
  });
});

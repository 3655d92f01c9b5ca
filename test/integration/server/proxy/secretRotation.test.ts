import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProxy } from '../../../../src/server/proxy/createProxy.ts';
import type { ProxySettings } from '../../../../src/server/proxy/proxySettings.ts';
import { openProxyDatabase } from '../../../../src/server/proxy/store/openProxyDatabase.ts';
import { eventually } from '../../oauth/world.ts';
import { CookieJar } from '../../support/loginByForm.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import {
  authorize,
  authorizeUrl,
  followToClient,
  openConsent,
  redeem,
  refresh,
  registerClient,
  signedInClient,
  signInAtOkta,
  tokensOf,
} from './proxyClient.ts';
import { startProxyPair } from './proxyPair.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const OLD = 'the old secret of the tests that is long enough';
const NEW = 'the new secret of the tests that is long enough';
const OTHER = 'a secret that nothing was kept under yet';
const REFUSED = /SESSION_SECRET_KEY.*held under.*SESSION_SECRET_KEY=new,old.*lost/;
const CHANGED = { secret: NEW, formerSecrets: [OLD] };

describe('The secret of the proxy', function () {
  this.timeout(120_000);
  let directory: string;
  let databasePath: string;
  let world: ProxyWorld;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-secret-'));
    databasePath = join(directory, 'proxy.db');
    world = await startProxyWorld({ proxy: { secret: OLD, databasePath } });
  });
  afterEach(async () => {
    await world.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Waits until everything is said to be held under the first secret, since the last time. */
  async function renewed(): Promise<void> {
    await eventually(() => Promise.resolve(world.log.some((line) => line.includes('the first of SESSION_SECRET_KEY'))));
    world.log.splice(0);
  }

  async function forgetMarks(): Promise<void> {
    const database = await openProxyDatabase({ databasePath }, () => undefined);
    await database.tables.deleteFrom('proxy_record').where('model', '=', 'Secret').execute();
    await database.close();
  }

  it('can be changed with every client and sign-in going on, and the old one is needed no more soon', async () => {
    const { client, tokens } = await signedInClient(world);
    await world.restart(CHANGED);
    const second = await tokensOf(await refresh(world, client, tokens));
    await authorize(world, client);
    await renewed();
    await world.restart({ secret: NEW, formerSecrets: [] });
    await tokensOf(await refresh(world, client, second));
    await authorize(world, client);
    await assert.rejects(world.restart({ secret: OLD }), REFUSED);
  });

  it('can be changed where nobody comes meanwhile', async () => {
    const { client, tokens } = await signedInClient(world);
    await world.restart(CHANGED);
    await renewed();
    await world.restart({ secret: NEW, formerSecrets: [] });
    await tokensOf(await refresh(world, client, tokens));
  });

  it('can be changed while a sign-in is under way', async () => {
    const client = await registerClient(world);
    const [one, two] = [new CookieJar(), new CookieJar()];
    const asked = await openConsent(one, authorizeUrl(world, client));
    const other = await openConsent(two, authorizeUrl(world, client));
    const callback = await signInAtOkta(two, other.page, other.token);
    await world.restart(CHANGED);
    await tokensOf(await redeem(world, client, await followToClient(two, callback)));
    const late = await signInAtOkta(one, asked.page, asked.token);
    await tokensOf(await redeem(world, client, await followToClient(one, late)));
  });

  it('can be put back', async () => {
    const { client, tokens } = await signedInClient(world);
    await world.restart(CHANGED);
    await renewed();
    const second = await tokensOf(await refresh(world, client, tokens));
    await world.restart({ secret: OLD, formerSecrets: [NEW] });
    await renewed();
    await world.restart({ secret: OLD, formerSecrets: [] });
    await tokensOf(await refresh(world, client, second));
  });

  it('must be one that the database is held under, and nothing is lost where it is not', async () => {
    const { client, tokens } = await signedInClient(world);
    await assert.rejects(world.restart({ secret: OTHER }), REFUSED);
    await assert.rejects(world.restart({ secret: OTHER, formerSecrets: [NEW] }), REFUSED);
    await world.restart({ secret: OLD, formerSecrets: [] });
    await tokensOf(await refresh(world, client, tokens));
  });

  it('must be one even of a database that nothing was kept in yet', async () => {
    await assert.rejects(world.restart({ secret: OTHER }), REFUSED);
  });

  it('must be one also of a database that was made before this was looked at', async () => {
    const { client, tokens } = await signedInClient(world);
    await world.restart();
    await forgetMarks();
    await assert.rejects(world.restart({ secret: OTHER }), REFUSED);
    await world.restart(CHANGED);
    await renewed();
    await world.restart({ secret: NEW, formerSecrets: [] });
    await tokensOf(await refresh(world, client, tokens));
  });

  /** What comes of two that start at once with different secrets. */
  async function startTwo(place: Pick<ProxySettings, 'databasePath' | 'databaseUrl'>): Promise<string[]> {
    const okta = { issuer: world.okta.issuer, clientId: 'a', clientSecret: 'b', scopes: ['openid'] };
    const nothing = (): void => undefined;
    const resource = new URL('http://127.0.0.1:1/mcp');
    const around = {
      resource,
      now: Date.now,
      monotonic: () => performance.now(),
      audit: nothing,
      report: nothing,
      notice: nothing,
    };
    const starts = await Promise.allSettled(
      [OLD, NEW].map((secret) => createProxy({ okta, secret, ...place }, around)),
    );
    return Promise.all(
      starts.map(async (start) => {
        if (start.status === 'rejected') return String(start.reason);
        await start.value.close();
        return 'started';
      }),
    );
  }

  for (const kind of ['SQLite', 'PostgreSQL']) {
    it(`is one for two that start at once on ${kind}`, async () => {
      const databaseUrl = kind === 'PostgreSQL' ? { databaseUrl: await emptyDatabase() } : {};
      const words = await startTwo({ databasePath: join(directory, 'another.db'), ...databaseUrl });
      assert.equal(words.filter((word) => word === 'started').length, 1, words.join('\n'));
      assert.equal(words.filter((word) => REFUSED.test(word)).length, 1, words.join('\n'));
    });
  }

  it('is the same for all processes on one PostgreSQL, one of which is told so', async () => {
    const pair = await startProxyPair();
    try {
      await assert.rejects(pair.startAnother({ SESSION_SECRET_KEY: OTHER }), REFUSED);
      const { client, tokens } = await signedInClient(pair);
      await tokensOf(await refresh(pair, client, tokens));
    } finally {
      await pair.close();
    }
  });

  it('is changed at one process after the other, first read by all and then written', async () => {
    const [old, next] = [randomBytes(30).toString('hex'), randomBytes(30).toString('hex')];
    const pair = await startProxyPair({}, { SESSION_SECRET_KEY: `${old},${next}` });
    try {
      const { client, tokens } = await signedInClient(pair);
      await pair.startAnother({ SESSION_SECRET_KEY: `${next},${old}` });
      let latest = tokens;
      for (let times = 0; times < 4; times += 1) latest = await tokensOf(await refresh(pair, client, latest));
      await assert.rejects(pair.startAnother({ SESSION_SECRET_KEY: old }), REFUSED);
    } finally {
      await pair.close();
    }
  });
});

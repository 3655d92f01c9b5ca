import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../../src/demo/freePort.ts';
import { listen } from '../../../../src/server/http/listen.ts';
import { createProxy } from '../../../../src/server/proxy/createProxy.ts';
import type { ProxyEvent } from '../../../../src/server/proxy/proxyAudit.ts';
import { openProxyDatabase } from '../../../../src/server/proxy/store/openProxyDatabase.ts';
import type { ProxyDatabase } from '../../../../src/server/proxy/store/proxyDatabase.ts';
import { RecordStore } from '../../../../src/server/proxy/store/recordStore.ts';
import { createOktaClient } from '../../../../src/server/proxy/upstream/oktaClient.ts';
import { type UpstreamGrant, UpstreamGrants } from '../../../../src/server/proxy/upstream/upstreamGrants.ts';
import { createVault } from '../../../../src/server/proxy/vault.ts';

const MINUTE = 60_000;
/** Milliseconds within which it stops: less than Okta may take for one answer. */
const SOON = 6000;
const SECRET = 'a secret of the tests that is long enough';
const OLD = createVault(SECRET);
const NEW = createVault('another secret of the tests, long enough');

describe('The clearing up of the proxy', function () {
  this.timeout(30_000);
  let database: ProxyDatabase;
  let issuer: string;
  let now: number;
  let audited: ProxyEvent[];
  let said: string[];
  beforeEach(async () => {
    database = await openProxyDatabase({ databasePath: ':memory:' }, (error) => void said.push(error.message));
    issuer = `http://127.0.0.1:${await freePort()}`;
    now = Date.UTC(2026, 10, 20);
    audited = [];
    said = [];
  });
  afterEach(() => database.close());

  /** Those of a process with that secret; nobody answers at their Okta. */
  function grantsOf(vault: typeof OLD) {
    const okta = createOktaClient({ issuer, clientId: 'a', clientSecret: 'b', scopes: [] }, `${issuer}/callback`);
    return new UpstreamGrants({
      store: new RecordStore(database.tables, vault, () => now),
      okta,
      audit: (event) => void audited.push(event),
      notice: (level, message) => void said.push(`${level}: ${message}`),
      turns: database.turns,
      shortTurns: database.shortTurns,
    });
  }

  const grant = (grantId: string, refreshToken?: string): UpstreamGrant => {
    return { grantId, clientId: 'c', subject: grantId, login: 'ada', scopes: ['incidents:read'], refreshToken };
  };
  const kept = async (): Promise<number> =>
    (await database.tables.selectFrom('proxy_record').select('id').execute()).length;
  const revoked = (): unknown[] =>
    audited.filter(({ event }) => event === 'upstream_revoked').map(({ subject }) => subject);

  it('drops what was kept under another SESSION_SECRET_KEY, says so once, and goes on', async () => {
    const [before, after] = [grantsOf(OLD), grantsOf(NEW)];
    for (const id of ['old-1', 'old-2']) await before.add(grant(id, 's3cret'));
    await after.add(grant('new'));
    await new RecordStore(database.tables, OLD, () => now).put('Session', 'x', {}, { expiresAt: now / 1000 });
    now += 11 * MINUTE;
    await after.sweep();
    assert.deepEqual(revoked(), ['new']);
    assert.equal(await kept(), 0);
    await before.add(grant('old-3'));
    now += 11 * MINUTE;
    await after.sweep();
    assert.equal(await kept(), 0);
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(said[0] ?? '', /^warn: .*SESSION_SECRET_KEY/);
  });

  it('comes to each, however many others cannot be revoked', async () => {
    const grants = grantsOf(OLD);
    for (let count = 0; count < 150; count += 1) await grants.add(grant(`stuck-${count}`, 's3cret'));
    now += 1000;
    await grants.add(grant('last'));
    now += 11 * MINUTE;
    await grants.sweep();
    await grants.sweep();
    assert.deepEqual(revoked(), ['last']);
    const tried = new Set(audited.map(({ subject }) => subject));
    assert.equal(tried.size, 151);
    await grants.sweep();
    assert.equal(await kept(), 150);
  });

  it('stops soon, in the midst of what is over, where Okta is silent', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'incident-desk-sweeping-'));
    const databasePath = path.join(folder, 'proxy.db');
    const asked = Promise.withResolvers<undefined>();
    const okta = createServer(() => asked.resolve(undefined));
    const { port, close } = await listen(okta, 0);
    try {
      const before = await openProxyDatabase({ databasePath }, (error) => void said.push(error.message));
      const store = new RecordStore(before.tables, OLD, () => now);
      for (const id of ['one', 'two', 'three']) {
        await store.put('Upstream', id, grant(id, 's3cret'), { expiresAt: now / 1000 - 1 });
      }
      await before.close();
      const application = { issuer: `http://127.0.0.1:${port}`, clientId: 'a', clientSecret: 'b', scopes: [] };
      const proxy = await createProxy(
        { okta: application, secret: SECRET, databasePath },
        {
          resource: new URL('http://127.0.0.1:9/mcp'),
          now: () => now,
          monotonic: () => performance.now(),
          audit: (event) => void audited.push(event),
          report: (error) => void said.push(error.message),
          notice: (level, message) => void said.push(`${level}: ${message}`),
        },
      );
      await asked.promise;
      const began = performance.now();
      await proxy.close();
      assert.ok(performance.now() - began < SOON);
      assert.deepEqual(
        audited.map(({ event }) => event),
        ['upstream_revocation_failed'],
      );
      assert.deepEqual(said, []);
    } finally {
      await close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

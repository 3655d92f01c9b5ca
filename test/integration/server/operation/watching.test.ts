import assert from 'node:assert/strict';
import { postRpc } from '../../support/postRpc.ts';
import { statusWithHost } from '../../support/askWithHost.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';
import { startWatchedServer, type WatchedServer } from '../../support/watchedServer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const call = (name: string, args: object) => ({ method: 'tools/call', params: { name, arguments: args } });

describe('a server in the hands of a team', () => {
  let issuer: TokenIssuer;
  let server: WatchedServer;
  let ahead: number;

  beforeEach(async () => {
    ahead = 0;
    issuer = await startTokenIssuer();
    server = await startWatchedServer({ ...issuer, now: () => Date.now() + ahead });
  });
  afterEach(async () => {
    await server.close();
    await issuer.close();
  });

  it('keeps who came in, once for a token', async () => {
    const token = await issuer.token();
    for (let times = 0; times < 3; times += 1) await postRpc(server.url, LIST, token);
    await until(() => server.audited().length > 0, 'an event');
    const who = { subject: 'ada@example.com', client: '0oaClient', address: '127.0.0.1', path: '/mcp' };
    assert.deepEqual(server.audited(), [{ event: 'authentication', ...who }]);
  });

  it('keeps each refusal with its reason', async () => {
    await postRpc(server.url, LIST);
    await postRpc(server.url, LIST, await issuer.token({ aud: 'other' }));
    await postRpc(server.url, call('create_incident', { title: 'x' }), await issuer.token({ scp: ['incidents:read'] }));
    await until(() => server.audited().length === 4, 'four events');
    const refusals = server.audited().filter(({ event }) => event === 'refusal');
    assert.deepEqual(
      refusals.map(({ status }) => status),
      [401, 401, 403],
    );
    assert.match(String(refusals[1]?.['reason']), /^invalid_token: .*another audience/);
    assert.equal(refusals[2]?.['subject'], 'ada@example.com');
    assert.equal(refusals[2]['call'], 'tools/call create_incident');
  });

  it('keeps why a web page, a name and a body were refused', async () => {
    const token = await issuer.token();
    const origin = 'https://evil.example';
    await postRpc(server.url, LIST, token, { origin });
    await statusWithHost(server.url, 'evil.example');
    await postRpc(server.url, LIST, token, { 'content-type': 'text/plain' });
    await fetch(`${server.origin}/admin`);
    const reasons = () =>
      server
        .audited()
        .filter(({ event }) => event === 'refusal')
        .map(({ status, reason }) => `${String(status)} ${String(reason)}`);
    await until(() => reasons().length === 4, 'four refusals');
    assert.deepEqual(reasons(), [
      '403 foreign origin: https://evil.example',
      '403 foreign host: evil.example',
      '415 not JSON',
      '404 no such address',
    ]);
  });

  it('keeps what is refused where its health is asked, but not that it is not ready', async () => {
    issuer.setDown(true);
    assert.equal((await fetch(`${server.origin}/readyz`)).status, 503);
    for (const path of ['/healthz', '/readyz']) {
      assert.equal((await fetch(`${server.origin}${path}`, { method: 'POST' })).status, 404);
    }
    await until(() => server.audited().length >= 2, 'the refusals');
    assert.deepEqual(
      server.audited().map(({ path, status, reason }) => [path, status, reason]),
      ['/healthz', '/readyz'].map((path) => [path, 404, 'no such address']),
    );
  });

  it('keeps each change with its author and fields, but no text and no token', async () => {
    const token = await issuer.token();
    await postRpc(server.url, call('create_incident', { title: 'c0nfidential' }), token);
    const id = 'INC-1001';
    assert.ok(await Promise.resolve(server.store.get(id)));
    await postRpc(server.url, call('update_incident', { id, status: 'resolved', assignee: 'c0nfidential' }), token);
    await postRpc(server.url, call('add_incident_note', { id, text: 'c0nfidential' }), token);
    const stale = { id, status: 'open', ifUpdatedAt: '2020-01-01T00:00:00.000Z' };
    await postRpc(server.url, call('update_incident', stale), token);
    await until(() => server.audited().some(({ event }) => event === 'refusal'), 'the refused change');
    const who = { subject: 'ada@example.com', client: '0oaClient', address: '127.0.0.1' };
    const events = server.audited();
    const has = (event: object): void =>
      assert.ok(
        events.some((one) => JSON.stringify(one) === JSON.stringify(event)),
        JSON.stringify(events),
      );
    has({ event: 'change', ...who, call: 'create_incident', incident: id });
    has({ event: 'change', ...who, call: 'update_incident', incident: id, fields: ['status', 'assignee'] });
    has({ event: 'change', ...who, call: 'add_incident_note', incident: id });
    has({
      event: 'refusal',
      ...who,
      call: 'update_incident',
      incident: id,
      fields: ['status'],
      reason: 'changed meanwhile',
    });
    assert.ok(!server.auditText().includes('c0nfidential') && !server.auditText().includes(token));
  });

  it('keeps a call that is made again, and one that changes nothing, as no further change', async () => {
    const token = await issuer.token();
    const create = call('create_incident', { title: 'x', idempotencyKey: 'k1' });
    const update = call('update_incident', { id: 'INC-1001', status: 'resolved' });
    const keyed = call('update_incident', { id: 'INC-1001', status: 'open', severity: 'low', idempotencyKey: 'k1' });
    const note = call('add_incident_note', { id: 'INC-1001', text: 'x', idempotencyKey: 'k1' });
    const calls = [create, create, keyed, update, keyed, update, note, note];
    for (const one of calls) assert.match(await (await postRpc(server.url, one, token)).text(), /INC-1001/);
    const changes = server.audited().filter(({ event }) => event === 'change');
    assert.deepEqual(
      changes.map((change) => change['call']),
      ['create_incident', 'update_incident', 'update_incident', 'add_incident_note'],
    );
  });

  it('is not ready while tokens cannot be checked, yet healthy', async () => {
    issuer.setDown(true);
    assert.equal((await fetch(`${server.origin}/readyz`)).status, 503);
    assert.equal((await fetch(`${server.origin}/healthz`)).status, 200);
    issuer.setDown(false);
    ahead = 1000;
    assert.equal((await fetch(`${server.origin}/readyz`)).status, 200);
  });
});

describe('limits of rates', () => {
  let issuer: TokenIssuer;
  before(async () => (issuer = await startTokenIssuer()));
  after(() => issuer.close());

  async function refused(response: Response, whose: string): Promise<void> {
    assert.equal(response.status, 429);
    const seconds = Number(response.headers.get('retry-after'));
    assert.ok(seconds > 0 && seconds <= 60);
    assert.match(await response.text(), new RegExp(`Too many requests of this ${whose}: at most 3 a minute`));
  }

  it('hold for each person', async () => {
    const server = await startWatchedServer({ ...issuer }, { person: 3, address: 1000 });
    try {
      for (let times = 0; times < 3; times += 1) {
        assert.equal((await postRpc(server.url, LIST, await issuer.token())).status, 200);
      }
      await refused(await postRpc(server.url, LIST, await issuer.token()), 'person');
      assert.equal((await postRpc(server.url, LIST, await issuer.token({ sub: 'bob@example.com' }))).status, 200);
    } finally {
      await server.close();
    }
  });

  it('hold for each address, as a trusted proxy says it, and nobody else', async () => {
    const token = await issuer.token();
    const from = (url: string, address: string) => postRpc(url, LIST, token, { 'x-forwarded-for': address });
    for (const trustedProxies of [[], ['loopback']]) {
      const server = await startWatchedServer({ ...issuer, limits: { trustedProxies } }, { person: 1000, address: 3 });
      try {
        for (const last of [1, 2, 3]) await from(server.url, `192.0.2.${last}`);
        const isTrusted = trustedProxies.length > 0;
        assert.equal((await from(server.url, '192.0.2.4')).status, isTrusted ? 200 : 429);
        for (let times = 0; times < 3; times += 1) await from(server.url, '192.0.2.9');
        await refused(await from(server.url, '192.0.2.9'), 'address');
        for (const path of ['/healthz', '/readyz']) {
          assert.equal((await fetch(`${server.origin}${path}`)).status, 200);
        }
      } finally {
        await server.close();
      }
    }
  });
});

import assert from 'node:assert/strict';
import { IncidentDrafts } from '../../../src/core/incidents/create/incidentDrafts.ts';
import { sendDraft, type SentDraft } from '../../../src/core/incidents/create/sendDraft.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer } from '../../../src/server/startServer.ts';
import { startDroppingProxy } from '../../peers/droppingProxy.ts';
import type { DroppingProxy } from '../../peers/droppingProxy.ts';
import { startSeedServer } from '../../peers/seedServer.ts';
import { entryFor, realEffects } from '../support/connectTo.ts';
import { startTokenIssuer } from '../support/tokenIssuer.ts';
import type { TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';
import { until } from '../support/until.ts';

const DRAFT = { title: 'Disk full', severity: 'high', service: 'db', description: 'at 98 %', tags: 'disk, eu' };
const HOUR = 60 * 60 * 1000;

/** What VS Code keeps of a workspace, also over a reload of its window. */
function workspaceMemory() {
  const values = new Map<string, string>();
  return {
    get: (key: string): unknown => JSON.parse(values.get(key) ?? 'null'),
    update: async (key: string, value: unknown) => void values.set(key, JSON.stringify(value)),
  };
}

describe('A new incident whose answer is lost', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  let proxy: DroppingProxy;
  let client: ServerClient;
  let memory: ReturnType<typeof workspaceMemory>;
  let now: number;
  let drafts: IncidentDrafts;

  before(async () => {
    issuer = await startTokenIssuer();
  });
  after(() => issuer.close());

  beforeEach(async () => {
    now = Date.now();
    server = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    proxy = await startDroppingProxy(new URL(server.url).origin);
    const tokens = steeredTokens(await issuer.token());
    client = createServerClient({ entry: entryFor(proxy.url), tokens, effects: realEffects(), clientVersion: '1.2.3' });
    memory = workspaceMemory();
    drafts = new IncidentDrafts(memory, () => now);
    await drafts.write('s', DRAFT);
  });

  afterEach(async () => {
    await client.reset();
    await proxy.close();
    await server.close();
  });

  const send = (): Promise<SentDraft> =>
    sendDraft(drafts, 's', async (incident, key, leaving) => {
      const source = await client.incidents();
      leaving();
      return source.create(incident, { key });
    });
  const reload = (): void => {
    drafts = new IncidentDrafts(memory, () => now);
  };
  const stored = async () =>
    (await server.store.list({ sort: 'oldest', limit: 50 })).incidents.map(({ id, title }) => [id, title]);

  it('is known to be unknown, and sent again with the same key: there is one incident', async () => {
    proxy.drop = 'create_incident';
    assert.equal((await send()).kind, 'unknown');
    assert.equal((await send()).kind, 'unknown');
    proxy.drop = undefined;
    assert.deepEqual(await send(), { kind: 'created', id: 'INC-1001', edited: false });
    assert.deepEqual(await stored(), [['INC-1001', 'Disk full']]);
    assert.ok(proxy.dropped.length >= 2);
    assert.equal(drafts.get('s'), undefined);
  });

  it('is sent again by itself with the same key where one answer is lost: there is one incident', async () => {
    proxy.drop = 'create_incident';
    const sending = send();
    await until(() => proxy.dropped.length > 0, 'an answer is lost');
    proxy.drop = undefined;
    assert.deepEqual(await sending, { kind: 'created', id: 'INC-1001', edited: false });
    assert.deepEqual(await stored(), [['INC-1001', 'Disk full']]);
  });

  it('stays unknown where the server is gone when it is sent again', async () => {
    proxy.drop = 'create_incident';
    const sending = send();
    await until(() => proxy.dropped.length > 0, 'an answer is lost');
    await proxy.close();
    assert.equal((await sending).kind, 'unknown');
    proxy = await startDroppingProxy(new URL(server.url).origin);
  });

  it('is still one incident where the window was reloaded in between', async () => {
    proxy.drop = 'create_incident';
    await send();
    reload();
    assert.ok(drafts.get('s')?.attempt);
    proxy.drop = undefined;
    assert.deepEqual(await send(), { kind: 'created', id: 'INC-1001', edited: false });
    assert.equal((await stored()).length, 1);
  });

  it('is settled by what was sent first where the draft was edited since; the edited draft stays, with a key of its own', async () => {
    proxy.drop = 'create_incident';
    await send();
    proxy.drop = undefined;
    const key = drafts.get('s')?.key;
    await drafts.write('s', { ...DRAFT, title: 'Disk full, and slow' });
    assert.equal(drafts.isEdited('s'), true);
    assert.deepEqual(await send(), { kind: 'created', id: 'INC-1001', edited: true });
    assert.deepEqual(await stored(), [['INC-1001', 'Disk full']]);
    assert.equal(drafts.get('s')?.draft.title, 'Disk full, and slow');
    assert.equal(drafts.get('s')?.attempt, undefined);
    assert.notEqual(drafts.get('s')?.key, key);
    // Only now is it another one, since the person asks for it.
    assert.deepEqual(await send(), { kind: 'created', id: 'INC-1002', edited: false });
  });

  it('stays unknown whatever fails later, until an answer comes', async () => {
    proxy.drop = 'create_incident';
    await send();
    await proxy.close();
    await client.reset();
    assert.equal((await send()).kind, 'unknown');
    assert.ok(drafts.get('s')?.attempt);
    proxy = await startDroppingProxy(new URL(server.url).origin);
  });

  it('is not taken for repeatable once the server may have forgotten the key', async () => {
    proxy.drop = 'create_incident';
    await send();
    const attempt = drafts.get('s')?.attempt;
    assert.ok(attempt);
    assert.equal(drafts.isRepeatable(attempt), true);
    now += 12 * HOUR;
    assert.equal(drafts.isRepeatable(attempt), false);
  });

  it('differs from one that never left: that was not created', async () => {
    await proxy.close();
    const sent = await send();
    assert.equal(sent.kind, 'refused');
    assert.equal(drafts.get('s')?.attempt, undefined);
    assert.deepEqual(drafts.get('s')?.draft, DRAFT);
    proxy = await startDroppingProxy(new URL(server.url).origin);
  });

  it('differs from one that the server refused: the draft stays, and is sent as another call', async () => {
    await drafts.write('s', { ...DRAFT, title: 'x'.repeat(300) });
    const key = drafts.get('s')?.key;
    assert.equal((await send()).kind, 'refused');
    assert.notEqual(drafts.get('s')?.key, key);
    await drafts.write('s', DRAFT);
    assert.equal((await send()).kind, 'created');
  });
});

describe('A new incident at a server that knows no keys', () => {
  it('is sent without one', async () => {
    const server = await startSeedServer({ tokens: new Set(['good']) });
    const tokens = steeredTokens('good');
    const client = createServerClient({
      entry: entryFor(server.url),
      tokens,
      effects: realEffects(),
      clientVersion: '1',
    });
    const source = await client.incidents();
    assert.equal(source.takesKey, false);
    assert.deepEqual(
      source.createRules.map(({ name, choices }) => [name, choices]),
      [
        ['title', []],
        ['severity', ['critical', 'high', 'medium', 'low']],
      ],
    );
    const drafts = new IncidentDrafts(workspaceMemory(), Date.now);
    await drafts.write('s', DRAFT);
    const sent = await sendDraft(drafts, 's', (incident, key) => source.create(incident, { key }));
    assert.deepEqual(sent, { kind: 'created', id: '1', edited: false });
    await client.reset();
    await server.close();
  });
});

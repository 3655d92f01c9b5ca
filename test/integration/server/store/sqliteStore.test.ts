import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import { openSqlite } from '../../../../src/server/store/sqlite/openSqlite.ts';
import type { StoreChange } from '../../../../src/server/store/incidentStore.ts';
import { until } from '../../support/until.ts';
import { writeOldDatabase } from './oldDatabase.ts';

const ADA = { subject: 'ada@example.com', clientId: '0oaClient' };
const NEW = {
  title: 'Login fails',
  severity: 'high',
  status: 'open',
  description: '',
  service: 'login',
  assignee: '',
  tags: [],
} as const;
const ALL = { sort: 'newest', limit: 10 } as const;

describe('the incident store on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'incident-store-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = async (name = 'incidents.db') =>
    createIncidentStore({ database: await openSqlite(join(folder, name)), now: Date.now });

  it('keeps incidents and idempotency keys from one start to the next', async () => {
    const first = await open('data/incidents.db');
    const { id } = await first.create(NEW, ADA, 'key');
    await first.close();
    assert.equal(await first.isOpen(), false);
    const second = await open('data/incidents.db');
    assert.equal((await second.create(NEW, ADA, 'key')).id, id);
    assert.equal((await second.get(id))?.timeline.length, 1);
    await second.close();
  });

  it('tells of an import by another process, and of nothing where only its own process writes', async () => {
    const [served, importing] = [await open(), await open()];
    const heard: StoreChange[] = [];
    served.onDidChange((change) => void heard.push(change));
    const own = await served.create(NEW, ADA);
    await importing.import([{ ...own, id: 'OLD-1' }]);
    await until(() => heard.length > 1, 'the import is heard of');
    assert.deepEqual(heard, [{ kind: 'created', id: own.id }, { kind: 'imported' }]);
    await Promise.all([served.close(), importing.close()]);
  });

  it('has what it acknowledged on disk, also when the machine loses power', async () => {
    const database = await openSqlite(join(folder, 'incidents.db'));
    const { rows } = await sql`pragma synchronous`.execute(database.db);
    assert.deepEqual(
      rows.map((row) => ({ ...Object(row) }) as unknown),
      [{ synchronous: 2 }],
    );
    await database.close();
  });

  for (const isOldest of [false, true]) {
    it(`goes on with a database of ${isOldest ? 'the first' : 'an earlier'} version`, async () => {
      writeOldDatabase(join(folder, 'incidents.db'), { isOldest });
      for (const start of ['first', 'second']) {
        const store = await open();
        const { counts, incidents } = await store.list({ ...ALL, countBy: ['service'], text: 'MAIL' });
        assert.deepEqual([start, counts.total, incidents[0]?.id], [start, 1, 'old-7']);
        const { counts: ofService } = await store.list({ ...ALL, text: 'is', services: ['Checkout', 'other'] });
        assert.equal(ofService.total, 1);
        assert.deepEqual((await store.list(ALL)).counts.bySeverity, { low: 1, medium: 0, high: 1, critical: 0 });
        assert.equal((await store.get('inc-1001'))?.timeline.length, 1);
        await store.close();
      }
      const store = await open();
      assert.equal((await store.create(NEW, ADA, 'key')).id, 'INC-1002');
      assert.equal((await store.create(NEW, ADA, 'key')).id, 'INC-1002');
      assert.equal((await store.update('old-7', { status: 'open' }, ADA))?.status, 'open');
      assert.equal((await store.list(ALL)).counts.byStatus.open, 3);
      await store.close();
    });
  }
});

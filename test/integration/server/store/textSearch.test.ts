import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import type { IncidentStore } from '../../../../src/server/store/incidentStore.ts';
import { incidentWith } from '../../support/incidents.ts';
import { STORE_KINDS } from './storeKinds.ts';

const INCIDENTS = [
  incidentWith({ id: 'A-1', title: 'db-primary.eu-west fails', service: 'orderService', tags: ['PagerDuty'] }),
  incidentWith({ id: 'A-2', title: "Grace's C:\\temp is “full” & slow", assignee: 'grace.hopper@example.com' }),
  incidentWith({ id: 'A-3', title: '数据库连接失败', description: 'ΣΊΣΥΦΟΣ rolls, café closed' }),
  incidentWith({ id: 'A-4', title: 'x'.repeat(100), description: 'nul\0byte' }),
];

for (const kind of STORE_KINDS) {
  describe(`text search in ${kind.name}`, () => {
    let store: IncidentStore;
    before(async function () {
      this.timeout(60_000);
      await kind.prepare();
      store = createIncidentStore({ database: await kind.open(), now: Date.now });
      await store.import(INCIDENTS);
    });
    after(() => store.close());

    for (const [text, found] of [
      ['primary', ['A-1']],
      ['primary.eu', ['A-1']],
      ['DB-PRIM', ['A-1']],
      ['rimary', []],
      ['service', ['A-1']],
      ['duty fails west', ['A-1']],
      ["grace's", ['A-2']],
      ['C:\\temp', ['A-2']],
      ['“full” &', ['A-2']],
      ['hopper@example', ['A-2']],
      ['连接', ['A-3']],
      ['数据库连接', ['A-3']],
      ['cafe\u0301', ['A-3']],
      ['σίσυφος', ['A-3']],
      ['x'.repeat(80), ['A-4']],
      ['byte', ['A-4']],
      ['"', []],
      ['a* OR b', []],
      ['\\', []],
      ["':* | 'a", []],
      ['checkout', ['A-2', 'A-3', 'A-4']],
    ] as const) {
      it(`finds ${found.length} incident(s) for ${text.slice(0, 20)}`, async () => {
        const { incidents, counts } = await store.list({ sort: 'oldest', limit: 10, text });
        assert.deepEqual([incidents.map(({ id }) => id), counts.total], [found, found.length]);
      });
    }

    it('counts what it finds, filtered and by service', async () => {
      const { counts } = await store.list({
        ...{ sort: 'newest', limit: 1, text: 'latency', severities: ['high'], countBy: ['service'] },
      });
      assert.deepEqual([counts.total, counts.byService], [3, [{ value: 'checkout', count: 3 }]]);
      assert.equal((await store.list({ sort: 'newest', limit: 1, text: 'latency', unresolved: true })).counts.total, 3);
      assert.equal(
        (await store.list({ sort: 'newest', limit: 1, text: 'latency', status: 'resolved' })).counts.total,
        0,
      );
    });

    it('finds what is changed by its new words and kind', async () => {
      await store.update('A-1', { title: 'renamed', status: 'resolved' }, { subject: 'a', clientId: 'b' });
      const search = async (text: string) => (await store.list({ sort: 'newest', limit: 1, text })).counts;
      assert.equal((await search('primary')).total, 0);
      assert.deepEqual((await search('renamed')).byStatus, { open: 0, investigating: 0, resolved: 1 });
    });

    it('counts what many incidents hold anew as they change', async () => {
      await store.import(Array.from({ length: 600 }, (_, at) => incidentWith({ id: `K-${at}`, title: 'keepsake' })));
      const actor = { subject: 'a', clientId: 'b' };
      const counted = async () => {
        const { counts } = await store.list({ sort: 'newest', limit: 1, text: 'keepsake' });
        return [counts.total, counts.bySeverity.low, counts.byStatus.resolved];
      };
      assert.deepEqual(await counted(), [600, 0, 0]);
      await store.update('K-1', { status: 'resolved', severity: 'low' }, actor);
      assert.deepEqual(await counted(), [600, 1, 1]);
      await store.update('K-1', { title: 'another' }, actor);
      assert.deepEqual(await counted(), [599, 0, 0]);
      const { tags, service } = incidentWith();
      const fresh = { title: 'Keepsake', status: 'open', severity: 'low', description: '', assignee: '' } as const;
      await store.create({ ...fresh, service, tags }, actor);
      assert.deepEqual(await counted(), [600, 1, 0]);
      await store.import([incidentWith({ id: 'K-600', title: 'keepsake' })]);
      assert.deepEqual(await counted(), [601, 1, 0]);
    });

    it('finds the first page where nearly all match, in every order', async () => {
      const many = Array.from({ length: 2500 }, (_, at) =>
        incidentWith({ id: `M-${at}`, title: at < 5 ? 'few' : 'plenty', createdAt: new Date(at * 1000).toISOString() }),
      );
      await store.import(many);
      const query = { sort: 'oldest', limit: 3, text: 'plenty' } as const;
      const first = await store.list(query);
      const second = await store.list({ ...query, cursor: first.nextCursor });
      const ids = [...first.incidents, ...second.incidents].map(({ id }) => id);
      assert.deepEqual([ids, second.counts.total], [['M-5', 'M-6', 'M-7', 'M-8', 'M-9', 'M-10'], 2495]);
      const rest = await store.list({ ...query, limit: 2400, cursor: second.nextCursor });
      const last = await store.list({ ...query, limit: 2400, cursor: rest.nextCursor });
      assert.deepEqual([last.incidents.length, last.nextCursor], [89, undefined]);
    });
  });
}

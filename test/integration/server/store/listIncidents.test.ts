import assert from 'node:assert/strict';
import * as z from 'zod';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import {
  type IncidentStore,
  type ListQuery,
  RefusedRequest,
  SORTS,
} from '../../../../src/server/store/incidentStore.ts';
import { SEVERITIES } from '../../../../src/shared/incident.ts';
import { incidentWith } from '../../support/incidents.ts';
import { STORE_KINDS } from './storeKinds.ts';

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
const QUERY = { sort: 'newest', limit: 100 } as const;

async function idsOf(store: IncidentStore, query: Partial<ListQuery> = {}): Promise<string[]> {
  return (await store.list({ ...QUERY, ...query })).incidents.map(({ id }) => id);
}

for (const kind of STORE_KINDS)
  describe(`the list of incidents in ${kind.name}`, () => {
    let time: number;
    let store: IncidentStore;

    before(async function () {
      this.timeout(60_000);
      await kind.prepare();
    });
    beforeEach(async () => {
      time = Date.parse('2026-11-20T10:00:00Z');
      store = createIncidentStore({ database: await kind.open(), now: () => time });
    });
    afterEach(() => store.close());

    beforeEach(async () => {
      const incidents = SEVERITIES.flatMap((severity, row) =>
        [0, 1, 2].map((column) =>
          incidentWith({
            id: `INC-2${row}${column}`,
            severity,
            status: column === 2 ? 'resolved' : 'open',
            service: column === 0 ? 'Checkout' : 'Straße',
            // Two share each instant, so that the order needs more than the instant.
            createdAt: `2026-11-20T0${Math.floor((row * 3 + column) / 2)}:00:00.000Z`,
          }),
        ),
      );
      await store.import(incidents);
    });

    for (const sort of SORTS) {
      it(`gives each incident once, page by page, sorted by ${sort}`, async () => {
        const whole = await idsOf(store, { sort });
        const paged: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.list({ sort, limit: 5, cursor });
          assert.equal(page.counts.total, 12);
          paged.push(...page.incidents.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        assert.deepEqual(paged, whole);
        assert.equal(new Set(paged).size, 12);
      });
    }

    it('puts the most severe first when asked to', async () => {
      const { incidents } = await store.list({ ...QUERY, sort: 'severity', limit: 4 });
      assert.deepEqual(
        incidents.map(({ severity }) => severity),
        ['critical', 'critical', 'critical', 'high'],
      );
    });

    it('puts what is resolved at the end, whatever its severity, when asked for what is urgent', async () => {
      const { incidents } = await store.list({ ...QUERY, sort: 'urgency' });
      assert.deepEqual(
        incidents.map(({ id }) => id),
        [
          ...['INC-231', 'INC-230', 'INC-221', 'INC-220', 'INC-211', 'INC-210', 'INC-201', 'INC-200'],
          ...['INC-232', 'INC-222', 'INC-212', 'INC-202'],
        ],
      );
    });

    it('sorts titles regardless of case, however long they are', async () => {
      const title = 'x'.repeat(300);
      await store.import(
        ['b', 'A', title, `${title}y`].map((text, at) => incidentWith({ id: `T-${at}`, title: text })),
      );
      const first = await store.list({ sort: 'title', limit: 15 });
      assert.deepEqual(
        [first.incidents[0]?.title, first.incidents[1]?.title, first.incidents.at(-1)?.id],
        ['A', 'b', 'T-2'],
      );
      const next = await store.list({ sort: 'title', limit: 15, cursor: first.nextCursor });
      assert.deepEqual(
        next.incidents.map(({ id }) => id),
        ['T-3'],
      );
    });

    it('takes several values of a facet, and counts by service and assignee on demand', async () => {
      const { counts, incidents } = await store.list({
        ...QUERY,
        severities: ['high', 'critical'],
        services: ['checkout', ''],
        countBy: ['service', 'assignee'],
      });
      assert.deepEqual(incidents.map(({ id }) => id).sort(), ['INC-220', 'INC-230']);
      assert.deepEqual(counts.byService, [{ value: 'Checkout', count: 2 }]);
      assert.deepEqual(counts.byAssignee, [{ value: '', count: 2 }]);
      assert.equal((await idsOf(store, { assignees: ['', 'nobody'] })).length, 12);
      assert.equal((await idsOf(store, { statuses: ['investigating', 'resolved'] })).length, 4);
    });

    it('goes on where it stopped though a newer incident came in between', async () => {
      const first = await store.list({ ...QUERY, limit: 6 });
      time += 1000;
      await store.create(NEW, ADA);
      const second = await store.list({ ...QUERY, limit: 100, cursor: first.nextCursor });
      assert.equal(second.incidents.length, 6);
    });

    it('counts all that match, whatever page is asked for', async () => {
      const { counts, incidents } = await store.list({ ...QUERY, status: 'open', limit: 1 });
      assert.equal(incidents.length, 1);
      assert.deepEqual(counts, {
        total: 8,
        bySeverity: { low: 2, medium: 2, high: 2, critical: 2 },
        byStatus: { open: 8, investigating: 0, resolved: 0 },
        unresolved: { low: 2, medium: 2, high: 2, critical: 2 },
      });
    });

    it('filters by every facet', async () => {
      assert.deepEqual(await idsOf(store, { severity: 'high', status: 'resolved' }), ['INC-222']);
      assert.equal((await idsOf(store, { service: 'checkout' })).length, 4);
      assert.equal((await idsOf(store, { assignee: 'nobody' })).length, 0);
      assert.equal((await idsOf(store, { unresolved: true })).length, 8);
    });

    it('finds words in any case and order, and takes wildcards for what they are', async () => {
      assert.equal((await idsOf(store, { text: 'STRASSE' })).length, 0);
      assert.equal((await idsOf(store, { text: 'straße SLOWLY' })).length, 8);
      assert.deepEqual(await idsOf(store, { text: 'inc-222' }), ['INC-222']);
      assert.equal((await idsOf(store, { text: '%' })).length, 0);
      assert.equal((await idsOf(store, { text: "' OR 1=1 --" })).length, 0);
    });

    for (const cursor of ['nonsense', Buffer.from('{"q":"","k":[]}').toString('base64url'), 'bnVsbA']) {
      it(`refuses the cursor ${cursor}`, async () => {
        await assert.rejects(store.list({ ...QUERY, cursor }), RefusedRequest);
      });
    }

    it('refuses a cursor whose number no incident can have', async () => {
      const { nextCursor = '' } = await store.list({ ...QUERY, limit: 1 });
      const { q } = z.object({ q: z.string() }).parse(JSON.parse(Buffer.from(nextCursor, 'base64url').toString()));
      const cursor = Buffer.from(JSON.stringify({ q, k: ['2026-01-01T00:00:00.000Z', 3e9] })).toString('base64url');
      await assert.rejects(store.list({ ...QUERY, limit: 1, cursor }), RefusedRequest);
    });

    it('refuses the cursor of another query', async () => {
      const { nextCursor } = await store.list({ ...QUERY, limit: 1 });
      await assert.rejects(store.list({ ...QUERY, status: 'open', cursor: nextCursor }), /another query/);
      await assert.rejects(store.list({ ...QUERY, services: ['x'], cursor: nextCursor }), /another query/);
    });

    it('completes ids, taking wildcards for what they are', async () => {
      assert.deepEqual((await store.completeId('inc-21')).sort(), ['INC-210', 'INC-211', 'INC-212']);
      assert.deepEqual(await store.completeId('%'), []);
    });
  });

import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import type { StoreDatabase } from '../../../../src/server/store/database.ts';
import { type IncidentStore, type ListQuery, SORTS } from '../../../../src/server/store/incidentStore.ts';
import { SEVERITIES, STATUSES } from '../../../../src/shared/incident.ts';
import { incidentWith } from '../../support/incidents.ts';
import { STORE_KINDS } from './storeKinds.ts';

const NUMBER = 3000;
const NEW = { description: '', severity: 'low', service: 'mail', assignee: '', tags: [], status: 'open' } as const;
const ACTOR = { subject: 'a', clientId: 'b' };

/** Incidents that are in no order by number: each 15th holds `some`, each 300th `rare`, the oldest `aged` and `overdue`. */
const INCIDENTS = Array.from({ length: NUMBER }, (_, at) => {
  const shuffled = (at * 1237) % NUMBER;
  const ages = [shuffled < 200 && 'overdue', shuffled < 600 && 'aged'];
  const words = [at % 15 === 0 && 'some', at % 300 === 0 && 'rare', ...ages, 'plenty'];
  const instant = new Date(shuffled * 60_000).toISOString();
  return incidentWith({
    ...{ id: `P-${at}`, title: `${(at * 7) % 1000} ${words.filter(Boolean).join(' ')}`, createdAt: instant },
    ...{ updatedAt: instant, severity: SEVERITIES[at % 4] ?? 'low', status: STATUSES[at % 3] ?? 'open' },
    ...{ service: at % 5 === 0 ? 'Straße 5' : 'mail', assignee: at % 2 === 0 ? 'bo' : '' },
  });
});
type Filter = Omit<ListQuery, 'sort' | 'limit'>;

/** Each with the words that say which of the incidents above it finds. */
const FILTERS: readonly (readonly [string, Filter, (at: number) => boolean])[] = [
  ['a word that some hold', { text: 'some' }, (at) => at % 15 === 0],
  ['a word that few hold', { text: 'rare' }, (at) => at % 300 === 0],
  ['a rare and a frequent word', { text: 'plen rare' }, (at) => at % 300 === 0],
  ['a word that some at one end hold', { text: 'overdue' }, (at) => (at * 1237) % NUMBER < 200],
  ['a word that many at one end hold', { text: 'aged' }, (at) => (at * 1237) % NUMBER < 600],
  ['three words', { text: 'plenty some P-1' }, (at) => at % 15 === 0 && String(at).startsWith('1')],
  ['a word that nobody has', { text: 'zebra' }, () => false],
  ['severities', { text: 'some', severities: ['high', 'low'] }, (at) => at % 15 === 0 && at % 2 === 0],
  ['unresolved ones', { text: 'some', unresolved: true, severity: 'high' }, (at) => at % 60 === 30],
  ['a service', { text: 'plenty', service: 'MAIL' }, (at) => at % 5 !== 0],
  ['one of two services', { text: 'rare', services: ['mail', 'Straße 5'] }, (at) => at % 300 === 0],
  ['nobody', { text: 'some', assignees: [''], services: ['straße 5'] }, (at) => at % 15 === 0 && at % 2 === 1],
];

/** Changes after which a search finds more, fewer, others or the same. */
const CHANGES: readonly (readonly [string, (store: IncidentStore) => Promise<unknown>])[] = [
  ['a title that words are added to', (store) => store.update('P-7', { title: 'plenty some rare' }, ACTOR)],
  ['a title that words are taken from', (store) => store.update('P-300', { title: 'nothing' }, ACTOR)],
  ['a new status', (store) => store.update('P-600', { status: 'resolved' }, ACTOR)],
  ['a new severity', (store) => store.update('P-900', { severity: 'critical' }, ACTOR)],
  ['a new service', (store) => store.update('P-1200', { service: 'post' }, ACTOR)],
  ['a new incident', (store) => store.create({ ...NEW, title: 'plenty some rare' }, ACTOR)],
  ['a note', (store) => store.addNote('P-1500', 'rare', ACTOR)],
  ['an import', (store) => store.import([incidentWith({ id: 'P-9000', title: 'plenty some rare' })])],
];

for (const kind of STORE_KINDS) {
  describe(`pages of a search in ${kind.name}`, () => {
    let database: StoreDatabase;
    let store: IncidentStore;
    before(async function () {
      this.timeout(60_000);
      await kind.prepare();
      database = await kind.open();
      store = createIncidentStore({ database, now: Date.now });
      await store.import(INCIDENTS);
    });
    after(() => store.close());

    const idsOf = async (filter: Filter, sort: ListQuery['sort'], limit: number): Promise<readonly string[]> => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list({ ...filter, sort, limit, cursor });
        ids.push(...page.incidents.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined && ids.length < limit * 8);
      return ids;
    };

    for (const [name, filter, isFound] of FILTERS) {
      it(`follow each other in every order for ${name}`, async function () {
        this.timeout(30_000);
        const found = new Set(INCIDENTS.filter((_, at) => isFound(at)).map(({ id }) => id));
        const { text, ...others } = filter;
        assert.equal((await store.list({ ...filter, sort: 'newest', limit: 1 })).counts.total, found.size, text);
        for (const sort of SORTS) {
          const paged = await idsOf(filter, sort, 3);
          const all = await idsOf(others, sort, NUMBER);
          assert.deepEqual(paged, all.filter((id) => found.has(id)).slice(0, paged.length), sort);
          assert.equal(paged.length, Math.min(24, found.size), sort);
        }
      });
    }

    it('count by name what a search of a service finds, as it changes', async () => {
      const counted = async () => {
        const query = { sort: 'newest', limit: 1, text: 'plenty', countBy: ['service'] } as const;
        const { counts } = await store.list({ ...query, service: 'straße 5' });
        return [counts.total, counts.byService];
      };
      assert.deepEqual(await counted(), [600, [{ value: 'Straße 5', count: 600 }]]);
      await store.update('P-0', { service: 'mail' }, ACTOR);
      assert.deepEqual(await counted(), [599, [{ value: 'Straße 5', count: 599 }]]);
      await store.update('P-1', { service: 'Straße 5', status: 'resolved', severity: 'critical' }, ACTOR);
      assert.deepEqual(await counted(), [600, [{ value: 'Straße 5', count: 600 }]]);
    });

    for (const [name, change] of CHANGES) {
      it(`are those of a first search after ${name}`, async function () {
        this.timeout(30_000);
        const listed = (from: IncidentStore) =>
          Promise.all(FILTERS.map(([, filter]) => from.list({ ...filter, sort: 'updated', limit: 100 })));
        await listed(store);
        await change(store);
        const first = await listed(createIncidentStore({ database, now: Date.now }));
        assert.deepEqual(await listed(store), first);
        assert.deepEqual(await listed(store), first);
      });
    }
  });
}

import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import { type IncidentStore, RefusedRequest } from '../../../../src/server/store/incidentStore.ts';
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

for (const kind of STORE_KINDS)
  describe(`the incident store in ${kind.name}`, () => {
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

    it('counts ids up, beyond those that were imported', async () => {
      assert.equal((await store.create(NEW, ADA)).id, 'INC-1001');
      await store.import([incidentWith({ id: 'INC-4711' }), incidentWith({ id: 'legacy-9' })]);
      assert.equal((await store.create(NEW, ADA)).id, 'INC-4712');
    });

    it('counts on behind the highest number that an import can bring', async () => {
      await store.import([incidentWith({ id: 'INC-999999999999' })]);
      assert.equal((await store.create(NEW, ADA)).id, 'INC-1000000000000');
      assert.equal((await store.create(NEW, ADA)).id, 'INC-1000000000001');
    });

    it('finds an incident regardless of case', async () => {
      await store.import([incidentWith({ id: 'INC-4711' })]);
      assert.equal((await store.get('inc-4711'))?.id, 'INC-4711');
      assert.equal(await store.get('INC-471'), undefined);
    });

    it('keeps the incident that is there when another with its id is imported', async () => {
      assert.deepEqual(await store.import([incidentWith({ title: 'first' }), incidentWith({ title: 'second' })]), {
        ...{ stored: 1, leftOut: ['INC-2000'] },
      });
      assert.equal((await store.get('INC-2000'))?.title, 'first');
    });

    it('keeps imported incidents as they are, with instants in one form', async () => {
      const entry = { at: '2026-11-20T10:00:00+02:00', author: 'bo', kind: 'note', text: 'x' } as const;
      const title = `<b>${'long '.repeat(2000)}\u202e`;
      await store.import([incidentWith({ title, createdAt: '2026-11-20T09:00:00+01:00', timeline: [entry] })]);
      const incident = await store.get('INC-2000');
      assert.equal(incident?.title, title);
      assert.equal(incident.createdAt, '2026-11-20T08:00:00.000Z');
      assert.deepEqual(incident.timeline, [{ ...entry, at: '2026-11-20T08:00:00.000Z' }]);
    });

    it('writes what changed, by whom and when, into the timeline', async () => {
      const { id } = await store.create(NEW, ADA);
      time += 60_000;
      const changed = await store.update(
        id,
        { status: 'resolved', assignee: 'bo', title: undefined },
        { ...ADA, subject: 'bo' },
      );
      assert.equal(changed?.status, 'resolved');
      assert.equal(changed.title, 'Login fails');
      assert.equal(changed.updatedAt, '2026-11-20T10:01:00.000Z');
      assert.deepEqual(changed.timeline.at(-1), {
        at: '2026-11-20T10:01:00.000Z',
        author: 'bo',
        kind: 'changed',
        text: 'Status changed from open to resolved. Assignee changed from none to bo.',
      });
    });

    it('writes nothing for a change to what already is', async () => {
      const { id } = await store.create(NEW, ADA);
      const heard: unknown[] = [];
      store.onDidChange((change) => heard.push(change));
      assert.equal((await store.update(id, { status: 'open' }, ADA))?.timeline.length, 1);
      assert.deepEqual(heard, []);
    });

    it('tells of every change', async () => {
      const heard: unknown[] = [];
      const stop = store.onDidChange((change) => heard.push(change));
      const { id } = await store.create(NEW, ADA);
      await store.addNote(id, 'x', ADA);
      await store.import([incidentWith()]);
      stop();
      await store.create(NEW, ADA);
      assert.deepEqual(heard, [{ kind: 'created', id }, { kind: 'changed', id }, { kind: 'imported' }]);
    });

    describe('with idempotency keys', () => {
      it('gives the incident of the first call to its repetition', async () => {
        const first = await store.create(NEW, ADA, 'key');
        assert.equal((await store.create(NEW, ADA, 'key')).id, first.id);
        assert.equal((await store.list(QUERY)).counts.total, 1);
      });

      it('refuses other arguments', async () => {
        await store.create(NEW, ADA, 'key');
        await assert.rejects(store.create({ ...NEW, title: 'other' }, ADA, 'key'), RefusedRequest);
        assert.equal((await store.list(QUERY)).counts.total, 1);
      });

      it('tells subjects and clients apart', async () => {
        const actors = [ADA, { ...ADA, subject: 'eve' }, { ...ADA, clientId: '0oaOther' }];
        const created = await Promise.all(actors.map((actor) => store.create(NEW, actor, 'key')));
        assert.equal(new Set(created.map(({ id }) => id)).size, 3);
      });

      it('writes a note once, however often it is sent, and tells of it once', async () => {
        const { id } = await store.create(NEW, ADA, 'key');
        const heard: unknown[] = [];
        store.onDidChange((change) => heard.push(change));
        const sent = [id, id.toLowerCase(), id].map((given) => store.addNote(given, 'It burns', ADA, 'key'));
        const answers = await Promise.all(sent);
        assert.deepEqual(answers, [answers[0], answers[0], answers[0]]);
        assert.equal((await store.get(id))?.timeline.length, 2);
        assert.deepEqual(heard, [{ kind: 'changed', id }]);
      });

      it('refuses another note, or one of another incident', async () => {
        const [one, other] = [await store.create(NEW, ADA), await store.create(NEW, ADA)];
        await store.addNote(one.id, 'It burns', ADA, 'key');
        await assert.rejects(store.addNote(one.id, 'It is out', ADA, 'key'), RefusedRequest);
        await assert.rejects(store.addNote(other.id, 'It burns', ADA, 'key'), RefusedRequest);
        assert.equal(await store.addNote('INC-9', 'It burns', ADA, 'key'), undefined);
        const counts = [await store.get(one.id), await store.get(other.id)].map((read) => read?.timeline.length);
        assert.deepEqual(counts, [2, 1]);
        await store.addNote(one.id, 'It burns', { ...ADA, subject: 'eve' }, 'key');
        assert.equal((await store.get(one.id))?.timeline.length, 3);
      });

      it('forgets them after a day', async () => {
        const first = await store.create(NEW, ADA, 'key');
        time += 25 * 60 * 60 * 1000;
        assert.notEqual((await store.create(NEW, ADA, 'key')).id, first.id);
      });
    });
  });

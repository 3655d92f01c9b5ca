import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import { ChangedMeanwhile, type IncidentStore, RefusedRequest } from '../../../../src/server/store/incidentStore.ts';
import { incidentWith } from '../../support/incidents.ts';
import { STORE_KINDS } from './storeKinds.ts';

const ADA = { subject: 'ada@example.com', clientId: '0oaClient' };
const GRACE = { ...ADA, subject: 'grace@example.com' };
const ID = 'INC-2000';
const RESOLVE = { status: 'resolved' } as const;
const SEEN = { ifUpdatedAt: incidentWith().updatedAt };
const TERMS = { ...SEEN, idempotencyKey: 'key' };

function isRefused(error: unknown): boolean {
  return error instanceof RefusedRequest && !(error instanceof ChangedMeanwhile);
}

for (const kind of STORE_KINDS)
  describe(`a change with an idempotency key in ${kind.name}`, () => {
    let time: number;
    let store: IncidentStore;
    let heard: unknown[];
    let unchanged: number;

    before(async function () {
      this.timeout(60_000);
      await kind.prepare();
    });
    beforeEach(async () => {
      time = Date.parse('2026-11-20T10:00:00Z');
      store = createIncidentStore({ database: await kind.open(), now: () => time });
      await store.import([incidentWith(), incidentWith({ id: 'INC-2001' })]);
      [heard, unchanged] = [[], 0];
      store.onDidChange((change) => heard.push(change));
    });
    afterEach(() => store.close());

    const resolve = (id = ID, terms: object = TERMS, actor = ADA) =>
      store.update(id, RESOLVE, actor, terms, () => (unchanged += 1));
    const lengths = async () => Promise.all([ID, 'INC-2001'].map(async (id) => (await store.get(id))?.timeline.length));

    it('is made and told of once, though it is repeated for the version that is no longer there', async () => {
      const first = await resolve();
      time += 60_000;
      assert.deepEqual(await resolve(), first);
      assert.equal(first?.status, 'resolved');
      assert.deepEqual([heard, unchanged], [[{ kind: 'changed', id: ID }], 1]);
      assert.deepEqual(await lengths(), [1, 0]);
    });

    it('is made once of several at once, whatever the case of the id', async () => {
      const answers = await Promise.all([ID, ID.toLowerCase(), ID].map((id) => resolve(id)));
      assert.deepEqual(answers, [answers[0], answers[0], answers[0]]);
      assert.deepEqual([heard.length, unchanged, await lengths()], [1, 2, [1, 0]]);
    });

    it('is not made again over what others have done since, of which its answer tells', async () => {
      await resolve();
      await store.update(ID, { status: 'open' }, GRACE);
      assert.equal((await resolve())?.status, 'open');
      assert.deepEqual([heard.length, await lengths()], [2, [2, 0]]);
    });

    it('is not made later where all was so already', async () => {
      await store.update(ID, { status: 'open' }, ADA, { idempotencyKey: 'key' });
      await store.update(ID, RESOLVE, GRACE);
      assert.equal((await store.update(ID, { status: 'open' }, ADA, { idempotencyKey: 'key' }))?.status, 'resolved');
      assert.deepEqual([heard.length, await lengths()], [1, [1, 0]]);
    });

    it('is refused where anything else is asked for by the same key', async () => {
      await resolve();
      const others = [
        store.update(ID, { status: 'open' }, ADA, TERMS),
        store.update(ID, { ...RESOLVE, assignee: 'ada' }, ADA, TERMS),
        store.update(ID, RESOLVE, ADA, { idempotencyKey: 'key' }),
        resolve('INC-2001'),
      ];
      await Promise.all(others.map((other) => assert.rejects(other, isRefused)));
      assert.equal(await resolve('INC-9'), undefined);
      assert.deepEqual([heard.length, unchanged, await lengths()], [1, 0, [1, 0]]);
    });

    it('is another one by the same key of somebody else, or for another tool', async () => {
      await store.addNote(ID, 'hm', ADA, 'key');
      await resolve(ID, { idempotencyKey: 'key' });
      await store.update(ID, { status: 'open' }, GRACE, { idempotencyKey: 'key' });
      await store.update(ID, RESOLVE, { ...ADA, clientId: '0oaOther' }, { idempotencyKey: 'key' });
      assert.deepEqual([heard.length, await lengths()], [4, [4, 0]]);
    });

    it('stays refused where somebody was faster, and does not use its key up', async () => {
      await store.addNote(ID, 'hm', GRACE);
      for (let times = 0; times < 2; times += 1) {
        await assert.rejects(resolve(), (error) => error instanceof ChangedMeanwhile);
      }
      assert.equal((await resolve(ID, { idempotencyKey: 'key' }))?.status, 'resolved');
    });

    it('is known for a day', async () => {
      await resolve();
      time += 25 * 60 * 60 * 1000;
      await assert.rejects(resolve(), (error) => error instanceof ChangedMeanwhile);
    });
  });

import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../../src/server/store/createIncidentStore.ts';
import { ChangedMeanwhile, type IncidentStore } from '../../../../src/server/store/incidentStore.ts';
import { incidentWith } from '../../support/incidents.ts';
import { STORE_KINDS } from './storeKinds.ts';

const ADA = { subject: 'ada@example.com', clientId: '0oaClient' };
const GRACE = { ...ADA, subject: 'grace@example.com' };
const ID = 'INC-2000';

for (const kind of STORE_KINDS)
  describe(`the versions of an incident in ${kind.name}`, () => {
    let time: number;
    let store: IncidentStore;

    before(async function () {
      this.timeout(60_000);
      await kind.prepare();
    });
    beforeEach(async () => {
      time = Date.parse('2026-11-20T10:00:00Z');
      store = createIncidentStore({ database: await kind.open(), now: () => time });
      await store.import([incidentWith()]);
    });
    afterEach(() => store.close());

    const versionNow = async (): Promise<string> => (await store.get(ID))?.updatedAt ?? '';

    it('have instants that only rise, however fast the changes come and however the clock is set', async () => {
      const versions = [await versionNow()];
      for (const status of ['investigating', 'resolved', 'open'] as const) {
        await store.update(ID, { status }, ADA);
        versions.push(await versionNow());
        await store.addNote(ID, 'hm', ADA);
        versions.push(await versionNow());
        if (status === 'resolved') time -= 3_600_000;
      }
      assert.equal(new Set(versions).size, 7);
      assert.deepEqual(versions, versions.toSorted());
    });

    it('let that one be changed that was seen', async () => {
      const changed = await store.update(ID, { status: 'resolved' }, ADA, { ifUpdatedAt: await versionNow() });
      assert.equal(changed?.status, 'resolved');
    });

    it('are the same in any time zone', async () => {
      assert.equal(
        (await store.update(ID, { status: 'resolved' }, ADA, { ifUpdatedAt: '2026-11-20T10:12:00+01:00' }))?.status,
        'resolved',
      );
    });

    it('let nothing be written over that was not seen', async () => {
      const seen = await versionNow();
      await store.update(ID, { status: 'resolved' }, GRACE, { ifUpdatedAt: seen });
      const heard: unknown[] = [];
      store.onDidChange((change) => heard.push(change));
      await assert.rejects(
        store.update(ID, { status: 'investigating', severity: 'low' }, ADA, { ifUpdatedAt: seen }),
        (error) => error instanceof ChangedMeanwhile && error.incident.status === 'resolved',
      );
      const { status, severity, timeline } = (await store.get(ID)) ?? {};
      assert.deepEqual([status, severity, timeline?.length, heard.length], ['resolved', 'high', 1, 0]);
    });
  });

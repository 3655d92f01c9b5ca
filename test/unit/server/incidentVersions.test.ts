import assert from 'node:assert/strict';
import { createIncidentStore } from '../../../src/server/store/createIncidentStore.ts';
import { ChangedMeanwhile, type IncidentStore } from '../../../src/server/store/incidentStore.ts';
import { incidentWith } from '../../integration/support/incidents.ts';

const ADA = { subject: 'ada@example.com', clientId: '0oaClient' };
const GRACE = { ...ADA, subject: 'grace@example.com' };
const ID = 'INC-2000';

describe('the versions of an incident', () => {
  let time: number;
  let store: IncidentStore;

  beforeEach(() => {
    time = Date.parse('2026-11-20T10:00:00Z');
    store = createIncidentStore({ path: ':memory:', now: () => time });
    store.import([incidentWith()]);
  });
  afterEach(() => store.close());

  const versionNow = (): string => store.get(ID)?.updatedAt ?? '';

  it('have instants that only rise, however fast the changes come and however the clock is set', () => {
    const versions = [versionNow()];
    for (const status of ['investigating', 'resolved', 'open'] as const) {
      store.update(ID, { status }, ADA);
      versions.push(versionNow());
      store.addNote(ID, 'hm', ADA);
      versions.push(versionNow());
      if (status === 'resolved') time -= 3_600_000;
    }
    assert.equal(new Set(versions).size, 7);
    assert.deepEqual(versions, versions.toSorted());
  });

  it('let that one be changed that was seen', () => {
    const changed = store.update(ID, { status: 'resolved' }, ADA, versionNow());
    assert.equal(changed?.status, 'resolved');
  });

  it('are the same in any time zone', () => {
    assert.equal(store.update(ID, { status: 'resolved' }, ADA, '2026-11-20T10:12:00+01:00')?.status, 'resolved');
  });

  it('let nothing be written over that was not seen', () => {
    const seen = versionNow();
    store.update(ID, { status: 'resolved' }, GRACE, seen);
    const heard: unknown[] = [];
    store.onDidChange((change) => heard.push(change));
    assert.throws(
      () => store.update(ID, { status: 'investigating', severity: 'low' }, ADA, seen),
      (error) => error instanceof ChangedMeanwhile && error.incident.status === 'resolved',
    );
    const { status, severity, timeline } = store.get(ID) ?? {};
    assert.deepEqual([status, severity, timeline?.length, heard.length], ['resolved', 'high', 1, 0]);
  });
});

import assert from 'node:assert/strict';
import type { IncidentPage } from '../../../../src/core/incidents/incidentSource.ts';
import { type SeenChanges, SeenIncidents } from '../../../../src/core/incidents/live/seenIncidents.ts';
import type { IncidentCounts } from '../../../../src/shared/incident.ts';
import { incidentWith } from '../../../integration/support/incidents.ts';

const AT = '2026-11-20T10:00:00.000Z';

function page(ids: readonly string[], more: Partial<IncidentPage> = {}): IncidentPage {
  return { incidents: ids.map((id) => ({ ...incidentWith(), id })), ...more };
}

function counted(total: number): { nextCursor: string; counts: IncidentCounts } {
  const none = { low: 0, medium: 0, high: 0, critical: 0 };
  const counts = { total, bySeverity: none, byStatus: { open: 0, investigating: 0, resolved: 0 } };
  return { nextCursor: 'more', counts };
}

const ids = (changes: SeenChanges | undefined) => changes?.seen.map(({ incident }) => incident.id);

describe('what changed since incidents were last seen', () => {
  let seen: SeenIncidents;

  beforeEach(() => {
    seen = new SeenIncidents();
  });

  it('is nothing at first', () => {
    assert.equal(seen.take(page(['1', '2'])), undefined);
    assert.deepEqual(seen.take(page(['1', '2'])), {
      ...{ seen: [], removed: [], isPartial: false },
      since: Date.parse(incidentWith().createdAt),
    });
  });

  it('is what is new or another, with how it was', () => {
    seen.take(page(['1', '2']));
    const [first, ...others] = page(['1', '2', '3']).incidents;
    assert.ok(first);
    const changes = seen.take({ incidents: [{ ...first, severity: 'critical', updatedAt: AT }, ...others] });
    assert.deepEqual(ids(changes), ['1', '3']);
    assert.equal(changes?.seen[0]?.before?.severity, 'high');
    assert.equal(changes.seen[1]?.before, undefined);
  });

  it('names what is gone, where the server sends all', () => {
    seen.take(page(['1', '2']));
    assert.deepEqual(seen.take(page(['2']))?.removed, ['1']);
    assert.deepEqual(seen.take(page(['2'], counted(2)))?.removed, []);
  });

  it('may be more than is seen, where all of a page changed or the sum does not fit', () => {
    seen.take(page(['1', '2'], counted(10)));
    assert.equal(seen.take(page(['3', '4'], counted(12)))?.isPartial, true);
    assert.equal(seen.take(page(['5', '3'], counted(13)))?.isPartial, false);
    assert.equal(seen.take(page(['5', '3'], counted(12)))?.isPartial, true);
  });

  it('leaves out what this window did itself', () => {
    seen.take(page(['1']));
    for (const incident of page(['2']).incidents) seen.know(incident);
    assert.deepEqual(ids(seen.take(page(['1', '2']))), []);
  });

  it('begins anew after a sign-out', () => {
    seen.take(page(['1']));
    seen.clear();
    assert.equal(seen.take(page(['1', '2'])), undefined);
  });
});

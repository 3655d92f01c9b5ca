import assert from 'node:assert/strict';
import {
  type FilterChoice,
  filterChoices,
  type KnownIncidents,
} from '../../../../src/core/incidents/list/filterChoices.ts';
import { type Facet, NO_FILTER } from '../../../../src/core/incidents/list/incidentFilter.ts';
import { shownIncidents } from '../../../../src/core/incidents/shownIncident.ts';

const LOADED = shownIncidents([
  { id: '1', severity: 'critical', status: 'open', service: 'payments' },
  { id: '2', severity: 'sev1', status: 'open', service: '' },
]);

function choices(servers: readonly KnownIncidents[], facet: Facet, filter = NO_FILTER): readonly FilterChoice[] {
  return filterChoices(servers, filter).filter((choice) => choice.facet === facet);
}

describe('filterChoices', () => {
  it('has every severity and status, though none is loaded', () => {
    const values = (facet: Facet) => new Set(choices([], facet).map(({ value }) => value));
    assert.deepEqual(values('severity'), new Set(['critical', 'high', 'medium', 'low']));
    assert.deepEqual(values('status'), new Set(['open', 'investigating', 'resolved']));
    assert.equal(values('service').size, 0);
  });

  it('counts loaded rows where the server does not count, and says so', () => {
    const counted = choices([{ incidents: LOADED }], 'service');
    assert.deepEqual(
      new Map(counted.map(({ value, count, isLoadedOnly }) => [value, [count, isLoadedOnly]])),
      new Map([
        ['payments', [1, true]],
        ['', [1, true]],
      ]),
    );
  });

  it('keeps a word of the server, and one that the filter has though nothing has it any more', () => {
    const values = choices([{ incidents: LOADED }], 'severity', { ...NO_FILTER, severity: ['gone'] });
    assert.equal(values.find(({ value }) => value === 'sev1')?.count, 1);
    assert.equal(values.find(({ value }) => value === 'gone')?.count, 0);
  });

  it("goes by a server's own counts, added to those of the loaded rows of another", () => {
    const counts = {
      total: 90,
      bySeverity: { critical: 70, high: 20, medium: 0, low: 0 },
      byStatus: { open: 90, investigating: 0, resolved: 0 },
    };
    const all = choices([{ incidents: LOADED, counts }, { incidents: LOADED }], 'severity');
    const critical = all.find(({ value }) => value === 'critical');
    assert.deepEqual([critical?.count, critical?.isLoadedOnly], [71, true]);
    const [alone] = choices([{ incidents: LOADED, counts }], 'severity').filter(({ value }) => value === 'critical');
    assert.deepEqual([alone?.count, alone?.isLoadedOnly], [70, false]);
  });
});

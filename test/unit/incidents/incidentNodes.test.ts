import assert from 'node:assert/strict';
import { ageOf } from '../../../src/core/incidents/age.ts';
import { incidentNodes } from '../../../src/core/incidents/incidentNodes.ts';
import type { IncidentNode, IncidentRow, IncidentWords } from '../../../src/core/incidents/incidentNodes.ts';
import type { IncidentPage } from '../../../src/core/incidents/incidentSource.ts';
import { shownIncidents } from '../../../src/core/incidents/shownIncident.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const WORDS: IncidentWords = {
  status: (status) => status.toUpperCase(),
  age: ({ unit, count }) => `${count} ${unit}`,
  untitled: '(no title)',
};

function nodes(sent: readonly object[], rest: Partial<IncidentPage> = {}, stale = false): readonly IncidentNode[] {
  return incidentNodes({ incidents: shownIncidents(sent), ...rest }, { now: NOW, words: WORDS, stale });
}

function rows(all: readonly IncidentNode[]): readonly IncidentRow[] {
  return all.flatMap((node) => (node.kind === 'group' ? node.rows : []));
}

function outline(all: readonly IncidentNode[]): readonly unknown[] {
  return all.map((node) => (node.kind === 'group' ? [node.severity, node.count, node.rows.length] : node));
}

const COUNTS = {
  total: 9,
  bySeverity: { critical: 3, high: 0, medium: 1, low: 5 },
  byStatus: { open: 9, investigating: 0, resolved: 0 },
};

describe('the nodes of the incidents view', () => {
  it('group by severity, the worst first, words of a server after those and none at the end', () => {
    const severities = ['low', 'zap', 'critical', '', 'medium', 'apocalyptic', 'high'];
    const groups = nodes(severities.map((severity, id) => ({ id, severity })));
    assert.deepEqual(outline(groups), [
      ['critical', 1, 1],
      ['high', 1, 1],
      ['medium', 1, 1],
      ['low', 1, 1],
      ['apocalyptic', 1, 1],
      ['zap', 1, 1],
      ['', 1, 1],
    ]);
  });

  it('count what is not loaded yet, and offer to load it', () => {
    const sent = [
      { id: 1, severity: 'low' },
      { id: 2, severity: 'high' },
    ];
    assert.deepEqual(outline(nodes(sent, { counts: COUNTS, nextCursor: 'c' })), [
      ['critical', 3, 0],
      ['high', 1, 1],
      ['medium', 1, 0],
      ['low', 5, 1],
      { kind: 'more', id: 'more', cursor: 'c', remaining: 7 },
    ]);
    assert.deepEqual(outline(nodes([], { nextCursor: 'c' })), [{ kind: 'more', id: 'more', cursor: 'c' }]);
  });

  it('are none without incidents', () => assert.deepEqual(nodes([]), []));

  it('show what still burns first, then what changed last', () => {
    const severity = 'high';
    const order = rows(
      nodes([
        { id: 'resolved', severity, status: 'resolved', updatedAt: '2026-11-20T11:59:00Z' },
        { id: 'old', severity, status: 'open', updatedAt: '2026-11-19T09:00:00Z' },
        { id: 'undated', severity, status: 'open' },
        { id: 'new', severity, status: 'investigating', updatedAt: '2026-11-20T11:00:00Z' },
        { id: 'undated too', severity, status: 'open' },
      ]),
    );
    assert.deepEqual(
      order.map(({ incident }) => incident.id),
      ['new', 'old', 'undated', 'undated too', 'resolved'],
    );
  });

  it('describe an incident by status, service and age', () => {
    const [row] = rows(
      nodes([
        { id: 7, title: 'Fire', severity: 'high', status: 'open', service: 'db', updatedAt: '2026-11-20T11:30:00Z' },
      ]),
    );
    assert.deepEqual(
      [row?.id, row?.label, row?.description, row?.resolved, row?.stale],
      ['incident/7', 'Fire', 'OPEN · db · 30 minute', false, false],
    );
    assert.deepEqual(row?.tooltip, [
      { name: 'id', value: '7' },
      { name: 'severity', value: 'high' },
      { name: 'status', value: 'open' },
      { name: 'service', value: 'db' },
      { name: 'updatedAt', value: '2026-11-20T11:30:00Z' },
    ]);
  });

  it('leave out what is not known, and are stale when told so', () => {
    const [row] = rows(nodes([{ id: 7, status: 'open' }], {}, true));
    assert.deepEqual([row?.label, row?.description, row?.stale], ['(no title)', 'OPEN', true]);
  });

  it('have ids of their own, though incidents have none', () => {
    const ids = rows(nodes([{ title: 'a' }, { title: 'a' }, { id: 1 }])).map(({ id }) => id);
    assert.equal(new Set(ids).size, 3);
  });
});

describe('the age of an incident', () => {
  const ages = [
    ['2026-11-20T12:00:00Z', { unit: 'minute', count: 0 }],
    ['2026-11-20T12:10:00Z', { unit: 'minute', count: 0 }],
    ['2026-11-20T11:58:01Z', { unit: 'minute', count: 1 }],
    ['2026-11-20T11:00:00Z', { unit: 'hour', count: 1 }],
    ['2026-11-20T13:00:00+02:00', { unit: 'hour', count: 1 }],
    ['2026-11-19T12:00:00Z', { unit: 'day', count: 1 }],
    ['2025-11-20T12:00:00Z', { unit: 'day', count: 365 }],
    ['', undefined],
  ] as const;
  for (const [instant, expected] of ages) {
    it(`of ${instant || 'no instant'} is ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(ageOf(instant, NOW), expected));
  }
});

import assert from 'node:assert/strict';
import { ageOf } from '../../../src/core/incidents/age.ts';
import { type IncidentWords, rowText, tooltipOf } from '../../../src/core/incidents/incidentRow.ts';
import type { ShownIncident } from '../../../src/core/incidents/incidentSource.ts';
import { shownIncident } from '../../../src/core/incidents/shownIncident.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const WORDS: IncidentWords = {
  status: (status) => status.toUpperCase(),
  age: ({ unit, count }) => `${count}${unit.slice(0, 1)}`,
  spokenAge: ({ unit, count }) => `${count} ${unit} ago`,
  untitled: '(no title)',
};

function shown(sent: object): ShownIncident {
  const incident = shownIncident(sent);
  assert.ok(incident);
  return incident;
}

describe('the row of an incident', () => {
  const sent = {
    id: 7,
    title: 'Fire',
    severity: 'high',
    status: 'open',
    service: 'db',
    updatedAt: '2026-11-20T11:30:00Z',
  };

  it('says age, status and service, and all else in its tooltip', () => {
    const incident = shown(sent);
    assert.deepEqual(rowText(incident, NOW, WORDS), {
      label: 'Fire',
      title: 'Fire',
      description: '30m · OPEN · db',
      spoken: '30 minute ago, OPEN, db',
    });
    assert.deepEqual(tooltipOf(incident), [
      { name: 'id', value: '7' },
      { name: 'severity', value: 'high' },
      { name: 'status', value: 'open' },
      { name: 'service', value: 'db' },
      { name: 'updatedAt', value: '2026-11-20T11:30:00Z' },
    ]);
  });

  it('leaves out what is not known', () => {
    const { label, description } = rowText(shown({ id: 7, status: 'open' }), NOW, WORDS);
    assert.deepEqual([label, description], ['(no title)', 'OPEN']);
  });

  it('leaves room beside a long title, which is whole elsewhere', () => {
    const title = 'Card payments declined with "do_not_honor" since the acquirer switch';
    const { label, title: whole } = rowText(shown({ ...sent, title }), NOW, WORDS);
    assert.deepEqual([label, whole], ['Card payments declined…', title]);
    assert.equal(rowText(shown({ ...sent, title: '👩‍🚒'.repeat(99) }), NOW, WORDS).label.isWellFormed(), true);
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

import assert from 'node:assert/strict';
import { shownIncident, shownIncidents } from '../../../src/core/incidents/shownIncident.ts';

const BARE = {
  id: '1',
  title: '',
  description: '',
  severity: '',
  status: '',
  service: '',
  assignee: '',
  createdBy: '',
  createdAt: '',
  updatedAt: '',
  tags: [],
  timeline: [],
};

describe('an incident as a server sends it', () => {
  const cases: readonly (readonly [string, object, object])[] = [
    ['only an id', {}, {}],
    ['nulls and lists for texts', { title: null, description: [], service: {}, severity: false }, {}],
    ['numbers for texts', { title: 5, assignee: 7 }, { title: '5', assignee: '7' }],
    ['capitals in known words', { severity: 'HIGH', status: 'Resolved' }, { severity: 'high', status: 'resolved' }],
    ['words of its own', { severity: 'SEV-0\u202e', status: 'Muted' }, { severity: 'SEV-0', status: 'Muted' }],
    ['markup, which stays text', { title: '<b>x</b> [y](command:z)' }, { title: '<b>x</b> [y](command:z)' }],
    ['control characters', { description: 'a\r\nb\u0007\u2067c' }, { description: 'a\nbc' }],
    ['instants that are none', { createdAt: 'yesterday', updatedAt: 'soon' }, {}],
    [
      'only the instant it began',
      { createdAt: '2026-11-20T09:12:00Z' },
      { createdAt: '2026-11-20T09:12:00Z', updatedAt: '2026-11-20T09:12:00Z' },
    ],
    [
      'numbers for instants',
      { createdAt: 1_700_000_000, updatedAt: 1_700_000_000_000 },
      { createdAt: '2023-11-14T22:13:20.000Z', updatedAt: '2023-11-14T22:13:20.000Z' },
    ],
    ['tags of all kinds', { tags: ['a', 'a', 3, null, {}, ' b\n'] }, { tags: ['a', '3', 'b'] }],
    ['no list of tags', { tags: 'a,b', timeline: 'none' }, {}],
    [
      'a broken timeline',
      { timeline: [{ kind: 'exploded', text: 'a\u0000' }, 'words', { at: 'never', author: 'Ada', kind: 'changed' }] },
      {
        timeline: [
          { at: '', author: '', kind: 'note', text: 'a' },
          { at: '', author: 'Ada', kind: 'changed', text: '' },
        ],
      },
    ],
    ['numbers that are no instants', { createdAt: 1e300 }, {}],
  ];
  for (const [what, sent, expected] of cases) {
    it(`may have ${what}`, () => assert.deepEqual(shownIncident({ id: 1, ...sent }), { ...BARE, ...expected }));
  }

  it('may have a title and a description of any length', () => {
    const shown = shownIncident({ title: 'x'.repeat(10_000), description: 'y'.repeat(1_000_000) });
    assert.deepEqual([shown?.id, shown?.title.length, shown?.description.length], ['', 300, 20_000]);
  });

  for (const sent of [undefined, null, 5, 'text', [], {}, { id: '' }, { id: {}, title: '\u202e' }]) {
    it(`is none when it is ${JSON.stringify(sent)}`, () => assert.equal(shownIncident(sent), undefined));
  }

  it('is shown once, and kept without an id', () => {
    const sent = [{ id: 1, title: 'a' }, { id: '1', title: 'b' }, { title: 'c' }, { title: 'c' }, null];
    assert.deepEqual(
      shownIncidents(sent).map(({ title }) => title),
      ['a', 'c', 'c'],
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GROUPINGS, SORTINGS } from '../../../../src/core/incidents/list/arrangement.ts';
import { isLeft, NO_FILTER } from '../../../../src/core/incidents/list/incidentFilter.ts';
import { IncidentIndex, type ListChange } from '../../../../src/core/incidents/list/incidentIndex.ts';
import { ServerRows } from '../../../../src/core/incidents/list/serverRows.ts';
import type { ShownIncident } from '../../../../src/core/incidents/incidentSource.ts';
import { shownIncident } from '../../../../src/core/incidents/shownIncident.ts';

const WORDS = {
  severity: ['critical', 'high', 'low', 'sev9', ''],
  status: ['open', 'investigating', 'resolved'],
  service: ['api', 'db', ''],
  assignee: ['ada', ''],
} as const;

const sent = fc.record({
  id: fc.integer({ min: 1, max: 30 }).map(String),
  title: fc.constantFrom('a', 'B', 'c 10', 'c 9', 'Ä'),
  severity: fc.constantFrom(...WORDS.severity),
  status: fc.constantFrom(...WORDS.status),
  service: fc.constantFrom(...WORDS.service),
  assignee: fc.constantFrom(...WORDS.assignee),
  createdAt: fc.integer({ min: 0, max: 9 }).map((hour) => `2026-11-20T0${hour}:00:00Z`),
});
const incident = sent.map((fields): ShownIncident => {
  const shown = shownIncident(fields);
  assert.ok(shown);
  return shown;
});
const server = fc.constantFrom('p', 's');
const page = fc.uniqueArray(incident, { selector: ({ id }) => id, maxLength: 12 });
const filter = fc.record({
  severity: fc.subarray([...WORDS.severity], { maxLength: 2 }),
  text: fc.constantFrom('', 'a', 'api c'),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), server, incident }),
  fc.record({ kind: fc.constantFrom('page' as const, 'refresh' as const), server, page }),
  fc.record({ kind: fc.constant('delete' as const), server, id: fc.integer({ min: 1, max: 30 }).map(String) }),
  fc.record({ kind: fc.constant('show' as const), filter }),
  fc.record({
    kind: fc.constant('arrange' as const),
    groupBy: fc.constantFrom(...GROUPINGS),
    sortBy: fc.constantFrom(...SORTINGS),
  }),
);

/** The same by the simplest means: everything is put in lists and sorted at each look. */
class NaiveLists {
  readonly shown = new Map<string, Map<string, ShownIncident>>([
    ['p', new Map()],
    ['s', new Map()],
  ]);
  readonly aside = new Map<string, Map<string, ShownIncident>>([
    ['p', new Map()],
    ['s', new Map()],
  ]);

  of(lists: ReadonlyMap<string, Map<string, ShownIncident>>, serverId: string): Map<string, ShownIncident> {
    const list = lists.get(serverId);
    assert.ok(list);
    return list;
  }

  put(serverId: string, one: ShownIncident): void {
    this.of(this.shown, serverId).set(one.id, one);
    this.of(this.aside, serverId).delete(one.id);
  }

  show(left: (one: ShownIncident) => boolean): void {
    for (const [serverId, shown] of this.shown) {
      const aside = this.of(this.aside, serverId);
      const all = [...shown.values(), ...[...aside.values()].filter(({ id }) => !shown.has(id))];
      shown.clear();
      aside.clear();
      for (const one of all) (left(one) ? shown : aside).set(one.id, one);
    }
  }
}

function compare(sortBy: (typeof SORTINGS)[number], one: ShownIncident, other: ShownIncident): number {
  const rank = ({ severity }: ShownIncident) => ['low', 'medium', 'high', 'critical'].indexOf(severity);
  const isResolved = ({ status }: ShownIncident) => Number(status === 'resolved');
  const newest = Date.parse(other.createdAt) - Date.parse(one.createdAt);
  if (sortBy === 'severity') return isResolved(one) - isResolved(other) || rank(other) - rank(one) || newest;
  if (sortBy !== 'title') return newest;
  return new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare(one.title, other.title);
}

describe('the incidents in groups', () => {
  it('are what grouping, filtering and sorting all anew would give, after any pages, refreshes and single changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const index = new IncidentIndex();
        const rows = { p: new ServerRows(index, 'p'), s: new ServerRows(index, 's') };
        const naive = new NaiveLists();
        for (const one of steps) {
          if (one.kind === 'arrange') index.arrange(one);
          else if (one.kind === 'show') {
            const left = (shown: ShownIncident) => isLeft(shown, { ...NO_FILTER, ...one.filter });
            rows.p.show(left);
            rows.s.show(left);
            naive.show(left);
          } else {
            const { serverId, own } =
              one.server === 'p' ? { serverId: 'p', own: rows.p } : { serverId: 's', own: rows.s };
            if (one.kind === 'put') {
              own.put(one.incident);
              naive.put(serverId, one.incident);
            } else if (one.kind === 'delete') {
              own.delete(one.id);
              naive.of(naive.shown, serverId).delete(one.id);
            } else if (one.kind === 'page') {
              own.add(one.page);
              for (const shown of one.page) naive.put(serverId, shown);
            } else {
              own.replace(one.page);
              naive.of(naive.shown, serverId).clear();
              naive.of(naive.aside, serverId).clear();
              for (const shown of one.page) naive.put(serverId, shown);
            }
          }
          check(index, rows, naive);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('tell of one row where one incident changes in its place, and of nothing where none does', () => {
    const index = new IncidentIndex();
    const rows = new ServerRows(index, 'p');
    const one = (fields: object): ShownIncident => {
      const shown = shownIncident({ id: '1', title: 'a', severity: 'high', status: 'open', ...fields });
      assert.ok(shown);
      return shown;
    };
    rows.replace([one({}), one({ id: '2', createdAt: '2026-11-20T01:00:00Z' })]);
    const told: ListChange['kind'][] = [];
    index.onDidChange(({ kind }) => told.push(kind));
    const node = rows.node('1');
    rows.put(one({}));
    rows.replace([one({}), one({ id: '2', createdAt: '2026-11-20T01:00:00Z' })]);
    assert.deepEqual(told, []);
    rows.put(one({ title: 'b', status: 'investigating' }));
    assert.deepEqual(told, ['row']);
    rows.put(one({ createdAt: '2026-11-20T02:00:00Z' }));
    assert.deepEqual(told, ['row', 'group']);
    rows.put(one({ severity: 'low' }));
    assert.deepEqual(told, ['row', 'group', 'all']);
    assert.equal(rows.node('1'), node);
  });
});

function check(index: IncidentIndex, rows: Readonly<Record<'p' | 's', ServerRows>>, naive: NaiveLists): void {
  const { groupBy, sortBy } = index.arrangement;
  const all = [...naive.shown].flatMap(([serverId, shown]) => [...shown.values()].map((one) => ({ serverId, one })));
  const valueOf = (serverId: string, one: ShownIncident): string => {
    if (groupBy === 'none') return '';
    return groupBy === 'server' ? serverId : one[groupBy];
  };
  const expected = Map.groupBy(all, ({ serverId, one }) => valueOf(serverId, one));
  const groups = index.groups().filter(({ rows: own }) => own.size > 0);
  assert.deepEqual(new Set(groups.map(({ value }) => value)), new Set(expected.keys()));
  for (const group of groups) {
    const own = (expected.get(group.value) ?? []).map(({ serverId, one }) => ({
      id: `${serverId}/incident/${one.id}`,
      one,
    }));
    own.sort((a, b) => compare(sortBy, a.one, b.one) || (a.id < b.id ? -1 : 1));
    const found = group.rows.first(Infinity).map(({ id, incident: one }) => ({ id, one }));
    assert.deepEqual(found, own);
    assert.equal(group.unresolved, own.filter(({ one }) => one.status !== 'resolved').length);
  }
  for (const id of ['p', 's'] as const) {
    const shown = [...naive.of(naive.shown, id).values()];
    assert.equal(rows[id].size, shown.length);
    assert.deepEqual(new Set(rows[id].all()), new Set(shown));
    const open = shown.filter(({ status }) => status !== 'resolved').map(({ severity }) => severity);
    const count = (wanted: string) => open.filter((severity) => severity === wanted).length;
    assert.deepEqual(rows[id].pressing, { critical: count('critical'), high: count('high') });
  }
}

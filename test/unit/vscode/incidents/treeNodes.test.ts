import assert from 'node:assert/strict';
import { DEFAULT_ARRANGEMENT, type Grouping } from '../../../../src/core/incidents/list/arrangement.ts';
import { NO_FILTER } from '../../../../src/core/incidents/list/incidentFilter.ts';
import { IncidentIndex } from '../../../../src/core/incidents/list/incidentIndex.ts';
import { ServerRows } from '../../../../src/core/incidents/list/serverRows.ts';
import { shownIncidents } from '../../../../src/core/incidents/shownIncident.ts';
import type { ListFacts } from '../../../../src/vscode/incidents/list/listState.ts';
import {
  childNodes,
  parentNode,
  rootNodes,
  totalOf,
  type TreeContents,
  type TreeNode,
} from '../../../../src/vscode/incidents/list/treeNodes.ts';

const SENT = [
  { id: '1', title: 'a', severity: 'critical', status: 'open', service: 'api' },
  { id: '2', title: 'b', severity: 'low', status: 'resolved' },
];
const COUNTS = {
  total: 9,
  bySeverity: { critical: 3, high: 2, medium: 0, low: 4 },
  byStatus: { open: 9, investigating: 0, resolved: 0 },
};

interface Given extends Partial<ListFacts> {
  readonly id: string;
  readonly sent?: readonly object[];
}

function contents(given: readonly Given[], groupBy: Grouping = 'severity', filter = NO_FILTER): TreeContents {
  const index = new IncidentIndex();
  index.arrange({ ...DEFAULT_ARRANGEMENT, groupBy });
  const lists = given.map(({ id, sent = SENT, ...facts }) => {
    const rows = new ServerRows(index, id);
    rows.replace(shownIncidents(sent));
    const { size, pressing } = rows;
    const state = { phase: 'ready' as const, loading: false, ...facts, size, pressing, incidents: rows.all() };
    return { serverId: id, name: id.toUpperCase(), state };
  });
  return { lists, index, filter };
}

function outline(from: TreeContents, nodes = rootNodes(from)): unknown[] {
  return nodes.map((node) => (node.kind === 'group' ? [node.id, outline(from, childNodes(node, from))] : node.id));
}

describe('the rows of the incidents tree', () => {
  const bySeverity = (...servers: string[]) => [
    ['severity/critical', servers.map((server) => `${server}/incident/1`)],
    ['severity/low', servers.map((server) => `${server}/incident/2`)],
  ];

  it('are grouped over all servers', () => {
    assert.deepEqual(outline(contents([{ id: 'p' }])), bySeverity('p'));
    assert.deepEqual(outline(contents([{ id: 'p' }, { id: 's' }])), bySeverity('p', 's'));
  });

  it('are grouped by whatever is wanted', () => {
    const expected: Readonly<Record<Exclude<Grouping, 'severity'>, unknown>> = {
      status: [
        ['status/open', ['p/incident/1']],
        ['status/resolved', ['p/incident/2']],
      ],
      service: [
        ['service/api', ['p/incident/1']],
        ['service/', ['p/incident/2']],
      ],
      assignee: [['assignee/', ['p/incident/1', 'p/incident/2']]],
      server: [['server/p', ['p/incident/1', 'p/incident/2']]],
      none: ['p/incident/1', 'p/incident/2'],
    };
    for (const groupBy of ['status', 'service', 'assignee', 'server', 'none'] as const) {
      assert.deepEqual(outline(contents([{ id: 'p' }], groupBy)), expected[groupBy], groupBy);
    }
  });

  it('end with a row for each server that has more', () => {
    const more = contents([{ id: 'p', nextCursor: 'x' }, { id: 's' }]);
    assert.deepEqual(outline(more), [...bySeverity('p', 's'), 'p/more']);
    const below = contents([{ id: 'p', nextCursor: 'x' }], 'server');
    assert.deepEqual(outline(below), [['server/p', ['p/incident/1', 'p/incident/2', 'p/more']]]);
  });

  it('have groups that are only counted, with how many there are in all', () => {
    const counted = contents([{ id: 'p', nextCursor: 'x', counts: COUNTS }, { id: 's' }]);
    assert.deepEqual(outline(counted), [
      ['severity/critical', ['p/incident/1', 's/incident/1']],
      ['severity/high', []],
      ['severity/low', ['p/incident/2', 's/incident/2']],
      'p/more',
    ]);
    const totals = counted.index.groups().map((group) => totalOf(group, counted));
    assert.deepEqual(totals, [
      { loaded: 2, total: 4 },
      { loaded: 0, total: 2 },
      { loaded: 2, total: 5 },
    ]);
  });

  it('say how many are loaded where a server does not count', () => {
    const uncounted = contents([{ id: 'p', nextCursor: 'x' }]);
    assert.deepEqual(totalOf(uncounted.index.group('critical'), uncounted), { loaded: 1 });
  });

  it('show so many rows of a group, and more when asked', () => {
    const sent = Array.from({ length: 450 }, (_, id) => ({ id, severity: 'low', status: 'open' }));
    const many = contents([{ id: 'p', sent }]);
    const group = many.index.group('low');
    assert.equal(childNodes(group, many).length, 201);
    assert.equal(childNodes(group, many).at(-1)?.id, 'severity/low/hidden');
    many.index.showMore(group);
    many.index.showMore(group);
    assert.equal(childNodes(group, many).length, 450);
  });

  it('say above the rows that they could not be refreshed', () => {
    assert.deepEqual(outline(contents([{ id: 'p', phase: 'error' }])), ['p/notice', ...bySeverity('p')]);
    const below = contents([{ id: 'p', phase: 'error' }], 'server');
    assert.deepEqual(outline(below), [['server/p', ['p/notice', 'p/incident/1', 'p/incident/2']]]);
  });

  it('say what is wrong beside the row only where no line above all rows does', () => {
    const told = (from: TreeContents) =>
      rootNodes(from).flatMap((node) => (node.kind === 'notice' ? [[node.told, node.named]] : []));
    assert.deepEqual(told(contents([{ id: 'p', phase: 'error' }])), [[true, false]]);
    assert.deepEqual(told(contents([{ id: 'p', phase: 'error' }, { id: 's' }])), [[false, true]]);
  });

  it('are never none, whatever the state', () => {
    for (const phase of ['waiting', 'ready', 'signedOut', 'offline', 'error'] as const) {
      assert.deepEqual(outline(contents([{ id: 'p', phase, sent: [] }])), ['p/notice'], phase);
    }
  });

  it('stay where a server is out of reach', () => {
    assert.deepEqual(outline(contents([{ id: 'p', phase: 'offline' }])), bySeverity('p'));
  });

  it('begin with the filter, and say so where it leaves nothing', () => {
    const filter = { ...NO_FILTER, text: 'x' };
    assert.deepEqual(outline(contents([{ id: 'p' }], 'severity', filter)), ['filter', ...bySeverity('p')]);
    const none = contents(
      [
        { id: 'p', sent: [] },
        { id: 's', sent: [] },
      ],
      'severity',
      filter,
    );
    assert.deepEqual(outline(none), ['filter', 'nothingLeft']);
  });

  it('know the row above them', () => {
    for (const groupBy of ['severity', 'server', 'none'] as const) {
      const from = contents([{ id: 'p', nextCursor: 'x', phase: 'error' }], groupBy);
      const check = (nodes: readonly TreeNode[], parent: TreeNode | undefined): void => {
        for (const node of nodes) {
          assert.equal(parentNode(node, from), parent, node.id);
          check(childNodes(node, from), node);
        }
      };
      check(rootNodes(from), undefined);
    }
  });
});

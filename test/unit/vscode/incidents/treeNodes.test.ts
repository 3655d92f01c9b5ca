import assert from 'node:assert/strict';
import { shownIncidents } from '../../../../src/core/incidents/shownIncident.ts';
import {
  findIncident,
  type TreeList,
  type TreeNode,
  treeNodes,
} from '../../../../src/vscode/incidents/list/treeNodes.ts';

const OPTIONS = {
  now: Date.parse('2026-11-20T12:00:00Z'),
  words: { status: (word: string) => word, age: () => 'now', untitled: 'Untitled' },
};
const INCIDENTS = shownIncidents([
  { id: '1', title: 'a', severity: 'critical', status: 'open' },
  { id: '2', title: 'b', severity: 'low', status: 'resolved' },
]);

function list(serverId: string, state: Partial<TreeList['state']> = {}): TreeList {
  return { serverId, name: serverId, state: { phase: 'ready', loading: false, incidents: INCIDENTS, ...state } };
}

function outline(nodes: readonly TreeNode[]): unknown[] {
  return nodes.map((node) => ('children' in node ? [node.id, outline(node.children)] : node.id));
}

describe('treeNodes', () => {
  const groups = (server: string) => [
    [`${server}/group/critical`, [`${server}/incident/1`]],
    [`${server}/group/low`, [`${server}/incident/2`]],
  ];

  it('shows one server by severity', () => {
    assert.deepEqual(outline(treeNodes([list('p')], OPTIONS)), groups('p'));
  });

  it('shows several servers at the top, with ids that differ', () => {
    const nodes = treeNodes([list('p'), list('s')], OPTIONS);
    assert.deepEqual(outline(nodes), [
      ['p', groups('p')],
      ['s', groups('s')],
    ]);
  });

  it('ends with a row that loads more', () => {
    assert.deepEqual(outline(treeNodes([list('p', { nextCursor: 'x' })], OPTIONS)), [...groups('p'), 'p/more']);
  });

  it('says above the rows that they could not be refreshed', () => {
    assert.deepEqual(outline(treeNodes([list('p', { phase: 'error' })], OPTIONS)), ['p/notice', ...groups('p')]);
  });

  it('says what is wrong beside the row only where no line above all rows does', () => {
    const told = (nodes: readonly TreeNode[]): unknown[] =>
      nodes.flatMap((node) => ('children' in node ? told(node.children) : node.kind === 'notice' ? [node.told] : []));
    const failed = list('p', { phase: 'error' });
    assert.deepEqual(told(treeNodes([failed], OPTIONS)), [true]);
    assert.deepEqual(told(treeNodes([failed, list('s')], OPTIONS)), [false]);
  });

  it('is never without a row, whatever the state', () => {
    for (const phase of ['waiting', 'ready', 'signedOut', 'offline', 'error'] as const) {
      assert.deepEqual(outline(treeNodes([list('p', { phase, incidents: [] })], OPTIONS)), ['p/notice'], phase);
    }
  });

  it('keeps the last known rows of a server out of reach, marked as such', () => {
    const nodes = treeNodes([list('p', { phase: 'offline' })], OPTIONS);
    assert.deepEqual(outline(nodes), groups('p'));
    assert.equal(findIncident(nodes, 'p', '1')?.row.stale, true);
  });

  it('finds the row of an incident by server and id', () => {
    const nodes = treeNodes([list('p'), list('s')], OPTIONS);
    assert.equal(findIncident(nodes, 's', '2')?.id, 's/incident/2');
    assert.equal(findIncident(nodes, 's', '3'), undefined);
    assert.equal(findIncident(nodes, 'x', '1'), undefined);
  });
});

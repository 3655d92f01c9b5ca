import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { NO_FILTER } from '../../../../src/core/incidents/list/incidentFilter.ts';
import { IncidentIndex } from '../../../../src/core/incidents/list/incidentIndex.ts';
import { ServerRows } from '../../../../src/core/incidents/list/serverRows.ts';
import { shownIncidents } from '../../../../src/core/incidents/shownIncident.ts';
import { IncidentTree } from '../../../../src/vscode/incidents/list/incidentTree.ts';
import type { TreeNode } from '../../../../src/vscode/incidents/list/treeNodes.ts';

const HIGH = { id: '1', title: 'One', severity: 'high', status: 'open' };
const SECOND = { ...HIGH, id: '2', title: 'Two' };
const LOW = { ...HIGH, id: '3', title: 'Three', severity: 'low' };
const LONG = 60;

describe('The tree of incidents', () => {
  let rows: ServerRows;
  let told: (readonly string[] | 'all')[];
  let tree: IncidentTree;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const index = new IncidentIndex();
    rows = new ServerRows(index, 'prod');
    rows.replace(shownIncidents([HIGH]));
    told = [];
    tree = new IncidentTree({
      contents: () => ({ lists: [], index, filter: NO_FILTER }),
      item: (node) => ({ label: node.kind === 'incident' ? node.incident.title : node.id }),
      changed: (changed) => void told.push(changed?.map(({ id }) => id) ?? 'all'),
    });
    tree.update('rows');
    open();
    told = [];
  });
  afterEach(() => {
    tree.dispose();
    mock.timers.reset();
  });

  /** Has VS Code ask for all rows, as where all are open. */
  const open = (row?: TreeNode): void => {
    for (const child of tree.getChildren(row)) {
      tree.getTreeItem(child);
      if (child.kind === 'group') open(child);
    }
  };
  const change = (...incidents: readonly object[]): void => {
    rows.replace(shownIncidents(incidents));
    tree.update('rows');
  };
  const pass = (): void => {
    for (let second = 0; second < LONG; second += 1) mock.timers.tick(1000);
  };

  it('tells VS Code again of a group for which it does not come', () => {
    change(HIGH, SECOND);
    pass();
    assert.deepEqual(told, [['severity/high'], ['severity/high'], ['severity/high']]);
  });

  it('tells it again of all rows for which it does not come, and not of the groups in them', () => {
    change(HIGH, SECOND);
    change(HIGH, SECOND, LOW);
    pass();
    assert.deepEqual(told, [['severity/high'], 'all', 'all', 'all']);
  });

  it('tells once where it comes', () => {
    change(HIGH, SECOND, LOW);
    open();
    pass();
    assert.deepEqual(told, ['all']);
  });

  it('tells once of an incident, which has no rows that it could come for', () => {
    change({ ...HIGH, title: 'Another one' });
    pass();
    assert.deepEqual(told, [['prod/incident/1']]);
  });
});

import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { serverNodes, type ServersNode } from '../../../../../src/vscode/servers/view/serverNodes.ts';
import { ServersTree } from '../../../../../src/vscode/servers/view/serversTree.ts';
import { shownServer, tool } from './shownServer.ts';

/** Longer than all that the tree waits for. */
const LONG = 60_000;

describe('The tree of the Servers view', () => {
  const loading = serverNodes([shownServer({}, { about: undefined })]);
  const loaded = serverNodes([shownServer({ tools: { phase: 'ready', items: [tool('list_incidents')] } })]);
  let told: (ServersNode | undefined)[];
  let tree: ServersTree;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    told = [];
    tree = new ServersTree({
      changed: (rows) => void told.push(...(rows ?? [undefined])),
      item: () => ({}),
      opened: () => undefined,
      ready: () => Promise.resolve(),
    });
  });
  afterEach(() => {
    tree.dispose();
    mock.timers.reset();
  });

  /** Has VS Code know the rows and have the only one open. */
  async function open(): Promise<ServersNode> {
    tree.show(loading);
    const [row] = await tree.getChildren();
    assert.ok(row);
    await tree.getChildren(row);
    told = [];
    return row;
  }

  it('tells VS Code again of a change for which it does not come, a few times', async () => {
    const row = await open();
    tree.show(loaded);
    for (let seconds = 0; seconds < 60; seconds += 1) mock.timers.tick(1000);
    assert.deepEqual(told, [row, row, row]);
  });

  it('tells once where VS Code comes, and gives what is there now', async () => {
    const row = await open();
    tree.show(loaded);
    const children = await tree.getChildren(row);
    assert.deepEqual(
      children.map(({ id }) => id),
      loaded.flatMap((each) => each.children.map(({ id }) => id)),
    );
    mock.timers.tick(LONG);
    assert.equal(told.length, 1);
  });

  it('tells once of a row that VS Code never opened', async () => {
    tree.show(loading);
    await tree.getChildren();
    told = [];
    tree.show(loaded);
    mock.timers.tick(LONG);
    assert.equal(told.length, 1);
  });
});

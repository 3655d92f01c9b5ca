import type { Caller } from '../calls/callers.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import type { ShownIncident } from '../../../src/core/incidents/incidentSource.ts';
import type { TreeNode } from '../../../src/vscode/incidents/list/treeNodes.ts';
import { type BenchTree, treeOf } from './treeOf.ts';

/** The middle one of several numbers. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Milliseconds from the first call of `getChildren` until it has resolved with the rows of the first page. */
export async function timeFirstRows(client: ServerClient): Promise<number> {
  const bench = treeOf(client);
  const { lists, tree } = bench;
  const { promise, resolve } = Promise.withResolvers<void>();
  const started = performance.now();
  tree.getChildren();
  lists.onDidChange(() => {
    tree.update('rows');
    if (countRows(tree.getChildren(), tree) > 0) resolve();
  });
  lists.start();
  await promise;
  const took = performance.now() - started;
  bench.dispose();
  return took;
}

function countRows(nodes: readonly TreeNode[], tree: BenchTree['tree']): number {
  return nodes.reduce((sum, node) => {
    if (node.kind === 'incident') return sum + 1;
    return sum + (node.kind === 'group' ? countRows(tree.getChildren(node), tree) : 0);
  }, 0);
}

/** Milliseconds of the bare request. */
export async function timeBare({ call }: Caller): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}

/** Loads every page. */
export async function loadAll({ lists, tree }: BenchTree): Promise<void> {
  await lists.reload();
  for (const list of lists.all()) while (list.state.nextCursor !== undefined) await list.loadMore();
  tree.update('rows');
}

/** How an incident may change: in its place, in its group, or from one group to another. */
export const CHANGES: Readonly<Record<string, (incident: ShownIncident) => ShownIncident>> = {
  'a new title': (incident) => ({ ...incident, title: `${incident.title}!` }),
  'resolved or reopened': (incident) => {
    return { ...incident, status: incident.status === 'resolved' ? 'open' : 'resolved' };
  },
  'another severity': (incident) => ({ ...incident, severity: incident.severity === 'high' ? 'low' : 'high' }),
};

/** Milliseconds for one change: until the editor has been told, and has asked anew for all that it was told of. */
export function timeChange(bench: BenchTree, incident: ShownIncident, serverId: string): number {
  const { lists, tree } = bench;
  bench.told();
  const started = performance.now();
  lists.apply(serverId, { ...incident, updatedAt: new Date().toISOString() });
  tree.update('rows');
  for (const nodes of bench.told()) for (const node of nodes === 'all' ? tree.getChildren() : nodes) draw(node, tree);
  return performance.now() - started;
}

function draw(node: TreeNode, tree: BenchTree['tree']): void {
  tree.getTreeItem(node);
  if (node.kind === 'group') for (const child of tree.getChildren(node)) tree.getTreeItem(child);
}

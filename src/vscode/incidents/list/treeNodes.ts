import {
  incidentNodes,
  type IncidentRow,
  type IncidentWords,
  type MoreNode,
  type SeverityGroup,
} from '../../../core/incidents/incidentNodes.ts';
import type { IncidentListState } from './serverIncidents.ts';

/** A server's list as the tree takes it. */
export interface TreeList {
  readonly serverId: string;
  readonly name: string;
  readonly state: IncidentListState;
}

/** A row of the incidents tree. Ids stay the same through refreshes, so that selection and expansion do. */
export type TreeNode =
  | { readonly kind: 'server'; readonly id: string; readonly list: TreeList; readonly children: readonly TreeNode[] }
  | GroupNode
  | IncidentTreeNode
  | { readonly kind: 'more'; readonly id: string; readonly serverId: string; readonly more: MoreNode }
  | NoticeNode
  | { readonly kind: 'settings'; readonly id: string };

/** What stands where a server's incidents would, or says above them that they could not be refreshed. */
export interface NoticeNode {
  readonly kind: 'notice';
  readonly id: string;
  readonly list: TreeList;
  /** Whether the line above all rows says what is wrong, as it does for the only server. */
  readonly told: boolean;
}

/** The incidents of one severity on one server. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly group: SeverityGroup;
  readonly children: readonly IncidentTreeNode[];
}

/** One incident of one server. */
export interface IncidentTreeNode {
  readonly kind: 'incident';
  readonly id: string;
  readonly serverId: string;
  readonly row: IncidentRow;
}

/** What rows are put together from, at a moment in milliseconds since 1970. */
export interface TreeOptions {
  readonly now: number;
  readonly words: IncidentWords;
}

/** The rows of the tree: severities at the top for one server, servers at the top for several. */
export function treeNodes(lists: readonly TreeList[], options: TreeOptions): readonly TreeNode[] {
  const [first] = lists;
  if (first && lists.length === 1) return nodesOf(first, options, true);
  return lists.map((list) => ({ kind: 'server', id: list.serverId, list, children: nodesOf(list, options, false) }));
}

/** The row of an incident, where it is loaded. */
export function findIncident(nodes: readonly TreeNode[], serverId: string, id: string): IncidentTreeNode | undefined {
  for (const node of nodes) {
    if (node.kind === 'incident' && node.serverId === serverId && node.row.incident.id === id) return node;
    const below = 'children' in node ? findIncident(node.children, serverId, id) : undefined;
    if (below) return below;
  }
  return undefined;
}

function nodesOf(list: TreeList, options: TreeOptions, only: boolean): readonly TreeNode[] {
  const { serverId, state } = list;
  const known = incidentNodes(state, { ...options, stale: state.phase === 'offline' });
  const nodes = known.map((node): TreeNode => {
    if (node.kind === 'more') return { kind: 'more', id: `${serverId}/more`, serverId, more: node };
    return groupNode(serverId, node);
  });
  const trouble = state.phase === 'error' || state.incidents.length === 0;
  return trouble ? [{ kind: 'notice', id: `${serverId}/notice`, list, told: only }, ...nodes] : nodes;
}

function groupNode(serverId: string, group: SeverityGroup): GroupNode {
  const children = group.rows.map((row): IncidentTreeNode => {
    return { kind: 'incident', id: `${serverId}/${row.id}`, serverId, row };
  });
  return { kind: 'group', id: `${serverId}/${group.id}`, group, children };
}

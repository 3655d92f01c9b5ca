import { type GroupTotal, countedValues, groupTotal } from '../../../core/incidents/list/groupTotals.ts';
import { type IncidentFilter, isUnfiltered } from '../../../core/incidents/list/incidentFilter.ts';
import type { IncidentIndex } from '../../../core/incidents/list/incidentIndex.ts';
import type { GroupNode, IncidentNode } from '../../../core/incidents/list/listNodes.ts';
import type { IncidentListState } from './listState.ts';

export type { GroupNode, IncidentNode } from '../../../core/incidents/list/listNodes.ts';

/** A server's list as the tree takes it. */
export interface TreeList {
  readonly serverId: string;
  readonly name: string;
  readonly state: IncidentListState;
}

/** Loads the next page of a server. */
export interface MoreNode {
  readonly kind: 'more';
  readonly id: string;
  readonly list: TreeList;
  /** Whether there are other servers, so that this one has to be named. */
  readonly named: boolean;
}

/** Shows more of the loaded rows of a group. */
export interface HiddenNode {
  readonly kind: 'hidden';
  readonly id: string;
  readonly group: GroupNode;
  /** How many loaded rows are not shown. */
  readonly count: number;
}

/** What stands where a server's incidents would, or says above them that they could not be refreshed. */
export interface NoticeNode {
  readonly kind: 'notice';
  readonly id: string;
  readonly list: TreeList;
  /** Whether the line above all rows says what is wrong, as it does for the only server. */
  readonly told: boolean;
  /** Whether the row stands below nothing that names the server. */
  readonly named: boolean;
}

/** A row of the incidents tree. Ids stay the same through refreshes, so that selection and expansion do. */
export type TreeNode =
  | GroupNode
  | IncidentNode
  | MoreNode
  | HiddenNode
  | NoticeNode
  | { readonly kind: 'filter' | 'settings' | 'nothingLeft'; readonly id: string };

/** What the tree is put together from. */
export interface TreeContents {
  /** In the order of the settings. */
  readonly lists: readonly TreeList[];
  readonly index: IncidentIndex;
  readonly filter: IncidentFilter;
}

/** The rows at the top. */
export function rootNodes(contents: TreeContents): readonly TreeNode[] {
  const { lists, index } = contents;
  const isFiltered = !isUnfiltered(contents.filter);
  const filter: TreeNode[] = isFiltered ? [{ kind: 'filter', id: 'filter' }] : [];
  if (index.arrangement.groupBy === 'server') return [...filter, ...lists.map(({ serverId }) => index.group(serverId))];
  const notices = lists.flatMap((list) => noticesOf(list, contents));
  const groups = groupsOf(contents);
  const rows = index.arrangement.groupBy === 'none' ? groups.flatMap(rowsOf) : groups;
  const isNothingLeft = isFiltered && notices.length === 0 && lists.every(({ state }) => state.size === 0);
  const nothing: TreeNode[] = isNothingLeft ? [{ kind: 'nothingLeft', id: 'nothingLeft' }] : [];
  return [...filter, ...notices, ...rows, ...nothing, ...lists.flatMap((list) => moreOf(list, lists.length > 1))];
}

/** The rows below a row. */
export function childNodes(node: TreeNode, contents: TreeContents): readonly TreeNode[] {
  if (node.kind !== 'group') return [];
  const list = contents.lists.find(({ serverId }) => node.groupBy === 'server' && serverId === node.value);
  if (!list) return rowsOf(node);
  return [...noticesOf(list, contents), ...rowsOf(node), ...moreOf(list, false)];
}

/** The row above a row. */
export function parentNode(node: TreeNode, { index }: TreeContents): TreeNode | undefined {
  const isFlat = index.arrangement.groupBy === 'none';
  if (node.kind === 'incident' && !isFlat) return index.groupOf(node);
  if (node.kind === 'hidden' && !isFlat) return node.group;
  const isBelowServer = index.arrangement.groupBy === 'server' && (node.kind === 'more' || node.kind === 'notice');
  return isBelowServer ? index.group(node.list.serverId) : undefined;
}

/** How many incidents a group has. */
export function totalOf(group: GroupNode, { lists }: TreeContents): GroupTotal {
  const counted = lists.map(({ serverId, state: { counts, nextCursor } }) => {
    return { serverId, counts, hasMore: nextCursor !== undefined };
  });
  return groupTotal(group, counted);
}

/** Groups with incidents, be they loaded or only counted. */
function groupsOf({ lists, index }: TreeContents): readonly GroupNode[] {
  const { groupBy } = index.arrangement;
  const counted = lists.flatMap(({ state: { counts, nextCursor } }) => {
    return nextCursor === undefined ? [] : countedValues(counts, groupBy);
  });
  for (const value of counted) index.group(value);
  const isCounted = new Set(counted);
  return index.groups().filter(({ rows, value }) => rows.size > 0 || isCounted.has(value));
}

function rowsOf(group: GroupNode): readonly TreeNode[] {
  const { rows, shown, id } = group;
  const count = rows.size - shown;
  return [...rows.first(shown), ...(count > 0 ? [{ kind: 'hidden' as const, id: `${id}/hidden`, group, count }] : [])];
}

/** A server that has nothing to show, or could not be refreshed. */
function noticesOf(list: TreeList, { lists, index, filter }: TreeContents): readonly NoticeNode[] {
  const { serverId, state } = list;
  const only = lists.length === 1;
  const isBelowServer = index.arrangement.groupBy === 'server';
  const isEmpty = state.phase === 'ready' && state.size === 0;
  // Of several servers in one list an empty one is nothing to speak of.
  const isTold = isEmpty && !isBelowServer && !state.isMineUnknown && (!only || !isUnfiltered(filter));
  const isTrouble = state.phase === 'error' || state.size === 0;
  if (!isTrouble || isTold) return [];
  return [{ kind: 'notice', id: `${serverId}/notice`, list, told: only, named: !only && !isBelowServer }];
}

function moreOf(list: TreeList, named: boolean): readonly MoreNode[] {
  return list.state.nextCursor === undefined ? [] : [{ kind: 'more', id: `${list.serverId}/more`, list, named }];
}

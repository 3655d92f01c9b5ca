import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { SEVERITIES, STATUSES } from '../../../shared/incident.ts';
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
  | IncidentNode
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly serverId: string;
      readonly shown: number;
      readonly total?: number;
    }
  | { readonly kind: 'notice'; readonly id: string; readonly list: TreeList }
  | { readonly kind: 'settings'; readonly id: string };

/** All loaded incidents of one severity. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly severity: string;
  /** How many there are on the server, where it says so, else how many are loaded. */
  readonly count: number;
  readonly unresolved: number;
  readonly children: readonly IncidentNode[];
}

/** One incident. */
export interface IncidentNode {
  readonly kind: 'incident';
  readonly id: string;
  readonly serverId: string;
  readonly incident: ShownIncident;
}

/** The rows of the tree: severities at the top for one server, servers at the top for several. */
export function treeNodes(lists: readonly TreeList[]): readonly TreeNode[] {
  const [first] = lists;
  if (first && lists.length === 1) return nodesOf(first);
  return lists.map((list) => ({ kind: 'server', id: `server/${list.serverId}`, list, children: nodesOf(list) }));
}

/** The row of an incident and the rows above it, from the top; empty where it is not loaded. */
export function pathTo(nodes: readonly TreeNode[], incidentNodeId: string): readonly TreeNode[] {
  for (const node of nodes) {
    if (node.id === incidentNodeId) return [node];
    const below = 'children' in node ? pathTo(node.children, incidentNodeId) : [];
    if (below.length > 0) return [node, ...below];
  }
  return [];
}

/** Id of an incident's row. */
export function incidentNodeId(serverId: string, id: string): string {
  return `incident/${serverId}/${id}`;
}

function nodesOf(list: TreeList): readonly TreeNode[] {
  const { serverId, state } = list;
  const groups = groupsOf(list);
  const trouble = state.phase === 'error' || state.phase === 'signedOut';
  if (groups.length === 0 || trouble) return [{ kind: 'notice', id: `notice/${serverId}`, list }, ...groups];
  if (state.nextCursor === undefined) return groups;
  const total = state.counts ? { total: state.counts.total } : {};
  return [...groups, { kind: 'more', id: `more/${serverId}`, serverId, shown: state.incidents.length, ...total }];
}

function groupsOf({ serverId, state }: TreeList): GroupNode[] {
  const severities = [...new Set(state.incidents.map(({ severity }) => severity))];
  return severities
    .sort((a, b) => rank(SEVERITIES, b) - rank(SEVERITIES, a) || a.localeCompare(b))
    .map((severity) => {
      const incidents = state.incidents.filter((incident) => incident.severity === severity).sort(byUrgency);
      const known = SEVERITIES.find((name) => name === severity);
      return {
        kind: 'group',
        id: `group/${serverId}/${severity}`,
        severity,
        count: Math.max(known && state.counts ? state.counts.bySeverity[known] : 0, incidents.length),
        unresolved: incidents.filter(({ status }) => status !== 'resolved').length,
        children: incidents.map((incident) => ({
          kind: 'incident',
          id: incidentNodeId(serverId, incident.id),
          serverId,
          incident,
        })),
      };
    });
}

/** Open work first, then the newest. Servers without dates keep their own order. */
function byUrgency(a: ShownIncident, b: ShownIncident): number {
  const done = Number(a.status === 'resolved') - Number(b.status === 'resolved');
  return done || rank(STATUSES, a.status) - rank(STATUSES, b.status) || time(b) - time(a);
}

function rank(known: readonly string[], word: string): number {
  return known.indexOf(word);
}

function time({ createdAt }: ShownIncident): number {
  const instant = Date.parse(createdAt);
  return Number.isNaN(instant) ? 0 : instant;
}

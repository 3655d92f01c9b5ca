import type { Listen } from '../../effects.ts';
import { Listeners } from '../../listeners.ts';
import type { ShownIncident } from '../incidentSource.ts';
import { type Arrangement, DEFAULT_ARRANGEMENT } from './arrangement.ts';
import { compareGroups } from './groupOrder.ts';
import { orderOf } from './incidentOrder.ts';
import { type ChangingNode, contentOf, type GroupNode, type IncidentNode } from './listNodes.ts';
import { SortedBlocks } from './sortedBlocks.ts';

/** Rows of a group that are shown at first: an editor draws all that it is given, in sight or not. */
export const SHOWN_AT_FIRST = 200;

/** What has to be drawn anew: one row, the rows of a group, or everything. */
export type ListChange =
  | { readonly kind: 'row'; readonly node: IncidentNode }
  | { readonly kind: 'group'; readonly group: GroupNode }
  | { readonly kind: 'all' };

/**
 * The incidents of all servers in groups that are kept sorted. One that changes is moved alone, in the same time however
 * many there are, and only what that changes is told.
 */
export class IncidentIndex {
  readonly #changes = new Listeners<ListChange>();
  #arrangement: Arrangement = DEFAULT_ARRANGEMENT;
  #groups = new Map<string, GroupNode>();
  /** In one order while nothing is told of them: they are asked for at each drawing. */
  #sorted: readonly GroupNode[] | undefined;
  readonly onDidChange: Listen<ListChange> = this.#changes.listen;

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  /** Lays all out anew. How many rows of a group are shown is forgotten where the groups are others. */
  arrange(arrangement: Arrangement): void {
    const { groupBy, sortBy } = this.#arrangement;
    if (groupBy === arrangement.groupBy && sortBy === arrangement.sortBy) return;
    const nodes = [...this.#groups.values()].flatMap(({ rows }) => rows.first(rows.size));
    this.#arrangement = arrangement;
    this.#groups = new Map();
    this.insertAll(nodes);
    this.#changes.tell({ kind: 'all' });
  }

  /** The groups that have rows, or had some, in the order in which they are shown. */
  groups(): readonly GroupNode[] {
    const { groupBy } = this.#arrangement;
    this.#sorted ??= [...this.#groups.values()].sort((one, other) => compareGroups(groupBy, one.value, other.value));
    return this.#sorted;
  }

  /** The group of a value, which may have no rows yet. */
  group(value: string): GroupNode {
    const known = this.#groups.get(value);
    if (known) return known;
    const { groupBy, sortBy } = this.#arrangement;
    const group: GroupNode = {
      ...{ kind: 'group', id: `${groupBy}/${value}`, groupBy, value },
      ...{ rows: new SortedBlocks(orderOf(sortBy)), servers: new Map(), unresolved: 0, shown: SHOWN_AT_FIRST },
    };
    this.#groups.set(value, group);
    this.#sorted = undefined;
    return group;
  }

  groupOf({ serverId, incident }: IncidentNode): GroupNode {
    return this.group(this.#valueOf(serverId, incident));
  }

  /** Takes new nodes. */
  insertAll(nodes: readonly IncidentNode[]): void {
    const byGroup = Map.groupBy(nodes, (node) => this.groupOf(node));
    for (const [group, own] of byGroup) {
      const isNew = group.rows.size === 0;
      group.rows.insertAll(own);
      for (const node of own) count(group, node, 1);
      this.#changes.tell(isNew ? { kind: 'all' } : { kind: 'group', group });
    }
  }

  /** Takes a node out. */
  delete(node: IncidentNode): void {
    const group = this.groupOf(node);
    group.rows.delete(node);
    count(group, node, -1);
    this.#changes.tell(group.rows.size === 0 ? { kind: 'all' } : { kind: 'group', group });
  }

  /** Gives a node the incident as it is now. */
  change(node: ChangingNode, incident: ShownIncident): void {
    const before = this.groupOf(node);
    const after = this.group(this.#valueOf(node.serverId, incident));
    const assign = (): void => void Object.assign(node, contentOf(incident));
    count(before, node, -1);
    if (before === after) {
      const hasMoved = before.rows.change(node, assign);
      this.#changes.tell(hasMoved ? { kind: 'group', group: before } : { kind: 'row', node });
    } else {
      before.rows.delete(node);
      assign();
      after.rows.insert(node);
      this.#changes.tell({ kind: 'all' });
    }
    count(after, node, 1);
  }

  /** Shows as many rows of a node's group as it takes to show the node. */
  showRow(node: IncidentNode): void {
    const group = this.groupOf(node);
    const missing = group.rows.rank(node) + 1 - group.shown;
    if (missing > 0) this.showMore(group, missing);
  }

  /** Shows so many more rows of a group. */
  showMore(group: GroupNode, more = SHOWN_AT_FIRST): void {
    group.shown += more;
    this.#changes.tell({ kind: 'group', group });
  }

  #valueOf(serverId: string, incident: ShownIncident): string {
    const { groupBy } = this.#arrangement;
    if (groupBy === 'none') return '';
    return groupBy === 'server' ? serverId : incident[groupBy];
  }
}

function count(group: GroupNode, { serverId, incident: { status } }: IncidentNode, by: 1 | -1): void {
  group.servers.set(serverId, (group.servers.get(serverId) ?? 0) + by);
  if (status !== 'resolved') group.unresolved += by;
}

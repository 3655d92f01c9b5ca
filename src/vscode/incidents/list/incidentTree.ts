import type * as vscode from 'vscode';
import type { Subscription } from '../../../core/effects.ts';
import type { ListChange } from '../../../core/incidents/list/incidentIndex.ts';
import type { Rows } from '../../start/lazyTree.ts';
import { ToldChanges } from '../../toldChanges.ts';
import { childNodes, type GroupNode, type IncidentNode, parentNode, rootNodes } from './treeNodes.ts';
import type { TreeContents, TreeNode } from './treeNodes.ts';

/** Changes that are drawn one by one; with more of them everything is drawn at once. */
const MOST_CHANGES = 100;

/** What a tree is made from. */
export interface IncidentTreeOptions {
  /** How the lists stand now. */
  readonly contents: () => TreeContents;
  readonly item: (node: TreeNode, contents: TreeContents) => vscode.TreeItem;
  /** Has VS Code ask for rows, and what is below them, anew; for all rows without any. */
  readonly changed: (rows?: TreeNode[]) => void;
}

/** What the tree as a whole shows: the rows, only that the settings cannot be read, or nothing at all. */
export type TreeMode = 'rows' | 'settings' | 'nothing';

/**
 * The rows of the incidents view. VS Code knows a row by its object, so that an incident that changes has its own row
 * drawn anew and no other: selection, expansion and scrolling stay.
 */
export class IncidentTree implements Rows<TreeNode>, Subscription {
  readonly #options: IncidentTreeOptions;
  readonly #listening: Subscription;
  readonly #told: ToldChanges<TreeNode>;
  #mode: TreeMode = 'nothing';
  #changes: ListChange[] = [];
  #outline = '';
  /** What the groups said when they were last drawn. */
  #groups = new Map<GroupNode, string>();
  /** What the incidents said that VS Code has drawn. */
  #drawn = new Map<IncidentNode, string>();

  constructor(options: IncidentTreeOptions) {
    this.#options = options;
    this.#told = new ToldChanges(options.changed);
    this.#listening = options.contents().index.onDidChange((change) => this.#note(change));
  }

  /** Has those rows drawn anew that say something else now. */
  update(mode: TreeMode): void {
    const contents = this.#options.contents();
    const changes = this.#changes;
    this.#changes = [];
    const outline = JSON.stringify([mode, mode === 'rows' ? this.#outlineOf(contents) : '']);
    const isOther = outline !== this.#outline;
    this.#mode = mode;
    this.#outline = outline;
    if (isOther || changes.some(({ kind }) => kind === 'all')) return this.#drawAll();
    const groups = this.#changedGroups(contents);
    for (const change of changes) if (change.kind === 'group') groups.add(change.group);
    const rows = changes.flatMap((change) => (change.kind === 'row' ? [change.node] : []));
    this.#draw(groups, rows, contents);
  }

  /** Has those rows drawn anew whose age is another one by now. */
  tick(): void {
    const contents = this.#options.contents();
    const older = [...this.#drawn].filter(([node, said]) => textOf(this.#options.item(node, contents)) !== said);
    if (older.length > 0) this.#told.tell(older.map(([node]) => node));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.#options.item(node, this.#options.contents());
    if (node.kind === 'incident') this.#drawn.set(node, textOf(item));
    if (node.kind === 'group') this.#groups.set(node, textOf(item));
    return item;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    this.#told.answered(node);
    if (this.#mode === 'nothing') return [];
    if (this.#mode === 'settings') return node ? [] : [{ kind: 'settings', id: 'settings' }];
    const contents = this.#options.contents();
    return [...(node ? childNodes(node, contents) : rootNodes(contents))];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return parentNode(node, this.#options.contents());
  }

  dispose(): void {
    this.#listening.dispose();
    this.#told.dispose();
  }

  #note(change: ListChange): void {
    const isAll = change.kind === 'all' || this.#changes.length >= MOST_CHANGES;
    if (isAll) this.#changes = [{ kind: 'all' }];
    else if (this.#changes[0]?.kind !== 'all') this.#changes.push(change);
  }

  #drawAll(): void {
    for (const group of this.#groups.keys()) this.#told.forget(group);
    this.#drawn.clear();
    this.#groups.clear();
    this.#told.tell();
  }

  #draw(groups: ReadonlySet<GroupNode>, rows: readonly IncidentNode[], contents: TreeContents): void {
    // A group is drawn with its rows.
    const alone = rows.filter((row) => !groups.has(contents.index.groupOf(row)));
    const isFlat = contents.index.arrangement.groupBy === 'none';
    if (groups.size > 0 && isFlat) return this.#drawAll();
    const all = [...groups, ...new Set(alone)];
    if (all.length > 0) this.#told.tell(all);
  }

  #changedGroups(contents: TreeContents): Set<GroupNode> {
    const changed = [...this.#groups].filter(([group, said]) => textOf(this.#options.item(group, contents)) !== said);
    return new Set(changed.map(([group]) => group));
  }

  /** All but what groups and incidents say: where this is another one, rows came or went. */
  #outlineOf(contents: TreeContents): readonly unknown[] {
    const said = (node: TreeNode): unknown => {
      if (node.kind === 'incident') return '';
      if (node.kind !== 'group') return [node.id, textOf(this.#options.item(node, contents))];
      return node.groupBy === 'server' ? [node.id, ...childNodes(node, contents).map(said)] : node.id;
    };
    const stale = contents.lists.map(({ state }) => state.phase === 'offline' || state.phase === 'waiting');
    return [stale, rootNodes(contents).map(said)];
  }
}

/** What a row says. */
function textOf({ label, description, tooltip, accessibilityInformation }: vscode.TreeItem): string {
  const text = typeof tooltip === 'string' ? tooltip : '';
  return JSON.stringify([label, description, text, accessibilityInformation?.label]);
}

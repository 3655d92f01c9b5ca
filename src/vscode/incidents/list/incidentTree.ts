import type * as vscode from 'vscode';
import type { Rows } from '../../start/lazyTree.ts';
import { treeItem } from './treeItem.ts';
import type { TreeNode } from './treeNodes.ts';

/** Gives the rows it was last given; it decides nothing. */
export class IncidentTree implements Rows<TreeNode> {
  readonly #changed: () => void;
  #rows: readonly TreeNode[] = [];
  #parents = new Map<string, TreeNode>();

  /** @param changed has VS Code ask for all rows anew */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  show(rows: readonly TreeNode[]): void {
    this.#rows = rows;
    this.#parents = new Map();
    this.#remember(rows);
    this.#changed();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return [...this.#rows];
    return 'children' in node ? [...node.children] : [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#parents.get(node.id);
  }

  #remember(rows: readonly TreeNode[]): void {
    for (const row of rows) {
      if (!('children' in row)) continue;
      for (const child of row.children) this.#parents.set(child.id, row);
      this.#remember(row.children);
    }
  }
}

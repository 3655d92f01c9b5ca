import * as vscode from 'vscode';
import { treeItem } from './treeItem.ts';
import type { TreeNode } from './treeNodes.ts';

/** Shows the rows it was last given; it decides nothing. */
export class IncidentTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #rows: readonly TreeNode[] = [];
  #parents = new Map<string, TreeNode>();
  readonly onDidChangeTreeData = this.#changed.event;

  show(rows: readonly TreeNode[]): void {
    this.#rows = rows;
    this.#parents = new Map();
    this.#remember(rows);
    this.#changed.fire();
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

  dispose(): void {
    this.#changed.dispose();
  }

  #remember(rows: readonly TreeNode[]): void {
    for (const row of rows) {
      if (!('children' in row)) continue;
      for (const child of row.children) this.#parents.set(child.id, row);
      this.#remember(row.children);
    }
  }
}

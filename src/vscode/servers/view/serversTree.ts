import type * as vscode from 'vscode';
import type { Rows } from '../../start/lazyTree.ts';
import { ToldChanges } from '../../toldChanges.ts';
import { changedRows } from './changedRows.ts';
import type { ServersNode } from './serverNodes.ts';

/** What a {@link ServersTree} is made from. */
export interface ServersTreeOptions {
  /** Has VS Code ask for rows and all below them anew; for all rows without any. */
  readonly changed: (rows?: ServersNode[]) => void;
  readonly item: (node: ServersNode) => vscode.TreeItem;
  /** Called when VS Code asks for what is below a row, of which it shows the children then. */
  readonly opened: (node: ServersNode) => void;
  /** Resolves once there is something to show. */
  readonly ready: () => Promise<unknown>;
}

/**
 * Gives the rows it was last given. VS Code knows a row by the object that it was first given for it, so the same one is
 * given for an id as long as there is a row with it.
 */
export class ServersTree implements Rows<ServersNode> {
  readonly #options: ServersTreeOptions;
  #rows: readonly ServersNode[] = [];
  #current = new Map<string, { readonly node: ServersNode; readonly parent: ServersNode | undefined }>();
  #held = new Map<string, ServersNode>();
  readonly #told: ToldChanges<ServersNode>;

  constructor(options: ServersTreeOptions) {
    this.#options = options;
    this.#told = new ToldChanges(options.changed);
  }

  show(rows: readonly ServersNode[]): void {
    const changes = changedRows(this.#rows, rows);
    this.#rows = rows;
    this.#current = new Map();
    this.#remember(rows, undefined);
    for (const [id, row] of this.#held) {
      if (this.#current.has(id)) continue;
      this.#held.delete(id);
      this.#told.forget(row);
    }
    if (changes === 'all') this.#told.tell();
    else for (const id of changes) this.redraw(id);
  }

  /** Has a row drawn anew where VS Code has it. */
  redraw(id: string): void {
    const row = this.#held.get(id);
    if (row) this.#told.tell([row]);
  }

  dispose(): void {
    this.#told.dispose();
  }

  getTreeItem(row: ServersNode): vscode.TreeItem {
    return this.#options.item(this.#now(row));
  }

  async getChildren(row?: ServersNode): Promise<ServersNode[]> {
    this.#told.asked(row);
    if (!row) await this.#options.ready();
    else this.#options.opened(row);
    this.#told.answered(row);
    const now = row && this.#now(row);
    const children = now ? ('children' in now ? now.children : []) : this.#rows;
    return children.map((child) => this.#hold(child));
  }

  getParent(row: ServersNode): ServersNode | undefined {
    const parent = this.#current.get(row.id)?.parent;
    return parent && this.#hold(parent);
  }

  #now(row: ServersNode): ServersNode {
    return this.#current.get(row.id)?.node ?? row;
  }

  #hold(node: ServersNode): ServersNode {
    const held = this.#held.get(node.id) ?? node;
    this.#held.set(node.id, held);
    return held;
  }

  #remember(rows: readonly ServersNode[], parent: ServersNode | undefined): void {
    for (const node of rows) {
      this.#current.set(node.id, { node, parent });
      if ('children' in node) this.#remember(node.children, node);
    }
  }
}

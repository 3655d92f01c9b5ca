import type * as vscode from 'vscode';
import type { Rows } from '../../start/lazyTree.ts';
import { changedRows } from './changedRows.ts';
import type { ServersNode } from './serverNodes.ts';

/** VS Code is asked again to come for rows so many milliseconds later, and so many times. */
const PATIENCE = 1000;
const TRIES = 3;
/** Stands for all rows where others have an id. */
const ROOT = '';

/** What a {@link ServersTree} is made from. */
export interface ServersTreeOptions {
  /** Has VS Code ask for a row and all below it anew; for all rows without one. */
  readonly changed: (row?: ServersNode) => void;
  readonly item: (node: ServersNode) => vscode.TreeItem;
  /** Called when VS Code asks for what is below a row, of which it shows the children then. */
  readonly opened: (node: ServersNode) => void;
  /** Resolves once there is something to show. */
  readonly ready: () => Promise<unknown>;
}

/**
 * Gives the rows it was last given. VS Code knows a row by the object that it was first given for it, so the same one is
 * given for an id as long as there is a row with it. VS Code loses a change that reaches it together with the answer to an
 * earlier question, and shows that answer for good: it is told of a change again until it asks anew.
 */
export class ServersTree implements Rows<ServersNode> {
  readonly #options: ServersTreeOptions;
  #rows: readonly ServersNode[] = [];
  #current = new Map<string, { readonly node: ServersNode; readonly parent: ServersNode | undefined }>();
  #held = new Map<string, ServersNode>();
  /** Rows of which VS Code has the children. */
  readonly #asked = new Set<string>();
  readonly #awaited = new Map<string, NodeJS.Timeout>();

  constructor(options: ServersTreeOptions) {
    this.#options = options;
  }

  show(rows: readonly ServersNode[]): void {
    const changes = changedRows(this.#rows, rows);
    this.#rows = rows;
    this.#current = new Map();
    this.#remember(rows, undefined);
    for (const id of this.#held.keys()) if (!this.#current.has(id)) this.#held.delete(id);
    for (const id of this.#asked) if (id !== ROOT && !this.#current.has(id)) this.#came(id);
    if (changes === 'all') this.#tell(ROOT, TRIES);
    else for (const id of changes) this.redraw(id);
  }

  /** Has a row drawn anew where VS Code has it. */
  redraw(id: string): void {
    if (this.#held.has(id)) this.#tell(id, TRIES);
  }

  dispose(): void {
    for (const id of [...this.#awaited.keys()]) this.#came(id);
  }

  #tell(id: string, tries: number): void {
    this.#options.changed(this.#held.get(id));
    clearTimeout(this.#awaited.get(id));
    if (tries <= 1 || !this.#asked.has(id)) return;
    const again = (): void => {
      this.#awaited.delete(id);
      if (id === ROOT || this.#held.has(id)) this.#tell(id, tries - 1);
    };
    this.#awaited.set(id, setTimeout(again, PATIENCE).unref());
  }

  #came(id: string): void {
    clearTimeout(this.#awaited.get(id));
    this.#awaited.delete(id);
    this.#asked.delete(id);
  }

  getTreeItem(row: ServersNode): vscode.TreeItem {
    return this.#options.item(this.#now(row));
  }

  async getChildren(row?: ServersNode): Promise<ServersNode[]> {
    const id = row?.id ?? ROOT;
    this.#came(id);
    if (!row) await this.#options.ready();
    else this.#options.opened(row);
    this.#asked.add(id);
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

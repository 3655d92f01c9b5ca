import * as vscode from 'vscode';
import type { Gate } from '../words/gate.ts';

/** What {@link LazyTree} asks for rows. */
export type Rows<T> = Required<Pick<vscode.TreeDataProvider<T>, 'getTreeItem' | 'getChildren' | 'getParent'>>;

/** The rows of a view, whose feature is loaded when VS Code first asks for them: when the view is first seen. */
export class LazyTree<T> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  readonly #rows: () => Promise<Rows<T>>;
  readonly #failed: (error: unknown) => void;
  readonly #changed = new vscode.EventEmitter<T | T[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** @param view id of the view, under which failures are logged */
  constructor(view: string, rows: () => Promise<Rows<T>>, gate: Gate) {
    this.#rows = rows;
    this.#failed = (error) => void gate(error, view);
  }

  /** Has VS Code ask anew: for a row that it has and all below it, for several of them, or for all rows. */
  readonly changed = (row?: T | T[]): void => this.#changed.fire(row);

  async getTreeItem(row: T): Promise<vscode.TreeItem> {
    return (await this.#rows()).getTreeItem(row);
  }

  async getChildren(row?: T): Promise<T[]> {
    try {
      return (await (await this.#rows()).getChildren(row)) ?? [];
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  async getParent(row: T): Promise<T | undefined> {
    return (await (await this.#rows()).getParent(row)) ?? undefined;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

import type * as vscode from 'vscode';
import type { Subscription } from '../../../core/effects.ts';
import { isAppError } from '../../../core/errors.ts';
import { possibleActions } from '../../../core/incidents/actions/incidentActions.ts';
import type { IncidentSource } from '../../../core/incidents/incidentSource.ts';
import type { Rows } from '../../start/lazyTree.ts';
import type { IncidentLists } from '../list/incidentLists.ts';
import type { TreeNode } from '../list/treeNodes.ts';

/** What {@link RowAbilities} needs. */
export interface RowAbilitiesOptions {
  readonly lists: IncidentLists;
  /** Has the rows drawn anew. */
  readonly changed: () => void;
  readonly fault: (error: unknown) => void;
}

/** Says in the context value of each row what can be done to its incident, so that menus offer that and no more. */
export class RowAbilities implements vscode.Disposable {
  readonly #options: RowAbilitiesOptions;
  readonly #sources = new Map<string, IncidentSource>();
  readonly #listening: Subscription;

  constructor(options: RowAbilitiesOptions) {
    this.#options = options;
    this.#listening = options.lists.onDidChange(() => this.#learn());
  }

  /** The rows, with `incident` and the actions that are possible as words of the context values. */
  rows(rows: Rows<TreeNode>): Rows<TreeNode> {
    return {
      getChildren: (node) => rows.getChildren(node),
      getParent: (node) => rows.getParent(node),
      getTreeItem: async (node) => {
        const item = await rows.getTreeItem(node);
        if (node.kind === 'incident' && item.contextValue !== undefined) {
          item.contextValue = [item.contextValue, ...this.#actions(node.serverId, node.row.incident)].join(' ');
        }
        return item;
      },
    };
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #actions(serverId: string, incident: { readonly status: string }): readonly string[] {
    const source = this.#sources.get(serverId);
    return source ? possibleActions(incident, source) : [];
  }

  /** Asks only where a connection is open: which tools a server has is known by then. */
  #learn(): void {
    for (const { client, state } of this.#options.lists.all()) {
      if (state.phase === 'ready' && client.state.kind === 'connected') {
        client.incidents().then(
          (source) => this.#keep(client.id, source),
          // Whoever asked for the rows hears of it; menus offer nothing until the next answer.
          (error: unknown) => isAppError(error) || this.#options.fault(error),
        );
      }
    }
  }

  #keep(serverId: string, source: IncidentSource): void {
    const isNew = this.#sources.get(serverId) !== source;
    this.#sources.set(serverId, source);
    if (isNew) this.#options.changed();
  }
}

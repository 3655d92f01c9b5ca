import type * as vscode from 'vscode';
import type { Subscription } from '../../../core/effects.ts';
import { isAppError } from '../../../core/errors.ts';
import { possibleActions } from '../../../core/incidents/actions/incidentActions.ts';
import type { IncidentSource } from '../../../core/incidents/incidentSource.ts';
import type { Rows } from '../../start/lazyTree.ts';
import type { IncidentLists } from '../list/incidentLists.ts';

/** The incident of a row. */
export interface RowIncident {
  readonly serverId: string;
  readonly status: string;
}

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

  /**
   * The rows, with the actions that are possible as further words of the context values. `incidentOf` gives the
   * incident of a row, where it is one.
   */
  rows<T>(rows: Rows<T>, incidentOf: (node: T) => RowIncident | undefined): Rows<T> {
    return {
      getChildren: (node) => rows.getChildren(node),
      getParent: (node) => rows.getParent(node),
      getTreeItem: async (node) => {
        const item = await rows.getTreeItem(node);
        const incident = incidentOf(node);
        if (incident && item.contextValue !== undefined) {
          item.contextValue = [item.contextValue, ...this.#actions(incident)].join(' ');
        }
        return item;
      },
    };
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #actions(incident: RowIncident): readonly string[] {
    const source = this.#sources.get(incident.serverId);
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

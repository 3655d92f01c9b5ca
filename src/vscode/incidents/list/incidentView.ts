import * as vscode from 'vscode';
import type { Subscription } from '../../../core/effects.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import { filterSummary } from '../filter/filterWords.ts';
import { isUnfiltered } from '../../../core/incidents/list/incidentFilter.ts';
import type { AppError } from '../../../core/errors.ts';
import { INCIDENTS_VIEW } from '../faceIds.ts';
import { pressingWords } from '../pressingWords.ts';
import type { IncidentTree } from './incidentTree.ts';
import type { IncidentLists } from './incidentLists.ts';
import type { IncidentNode, TreeNode } from './treeNodes.ts';
import { viewMessage } from './viewMessage.ts';
import { treeLists } from './treeContents.ts';
import { type PressingCount, pressingCount, viewState } from './viewState.ts';

/** Milliseconds between two looks at the ages while the view is visible, so that they stay true. */
const AGE_INTERVAL = 60_000;
/** Age in milliseconds from which rows are fetched again when the view is shown, or an unreachable server is. */
const STALE_AFTER = 60_000;
const RETRY_AFTER = 20_000;

/** What the view is made from. */
export interface IncidentViewOptions {
  /** The view as VS Code has it, and the rows that it shows. */
  readonly view: vscode.TreeView<TreeNode>;
  readonly tree: IncidentTree;
  readonly lists: IncidentLists;
  readonly registry: ServerRegistry;
  /** Why a setting of the list cannot be read. */
  readonly listProblem: () => AppError | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The incidents view: rows, message, badge, progress and the context key its welcome views go by. */
export class IncidentView implements vscode.Disposable {
  readonly #options: IncidentViewOptions;
  readonly #tree: IncidentTree;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #listening: readonly Subscription[];
  #ticking: NodeJS.Timeout | undefined;
  #retrying: NodeJS.Timeout | undefined;
  #update: NodeJS.Timeout | undefined;
  #loaded: (() => void) | undefined;

  constructor(options: IncidentViewOptions) {
    this.#options = options;
    this.#tree = options.tree;
    this.#view = options.view;
    this.#listening = [
      options.lists.onDidChange(() => this.update()),
      this.#view.onDidChangeVisibility(() => this.#visibilityChanged()),
    ];
    this.update();
    this.#visibilityChanged();
  }

  /** Shows how the lists stand now. Changes in one turn are drawn once, without flicker. */
  update(): void {
    this.#update ??= setTimeout(() => {
      this.#update = undefined;
      this.#draw();
    }, 0);
  }

  /** Selects an incident's row where it is loaded. */
  async reveal(serverId: string, id: string): Promise<void> {
    const { lists } = this.#options;
    const row = lists.get(serverId)?.node(id);
    if (!row || !this.#view.visible) return;
    lists.index.showRow(row);
    this.#draw();
    await this.#view.reveal(row, { select: true, focus: false, expand: false });
  }

  /** The incident whose row is selected. */
  selected(): IncidentNode | undefined {
    return this.#view.selection.find((node) => node.kind === 'incident');
  }

  dispose(): void {
    clearInterval(this.#ticking);
    clearTimeout(this.#retrying);
    clearTimeout(this.#update);
    this.#loaded?.();
    for (const listening of this.#listening) listening.dispose();
  }

  #draw(): void {
    const { registry, lists, listProblem } = this.#options;
    const all = treeLists(lists);
    const states = all.map(({ state }) => state);
    const { filter } = lists.wishes;
    const isFiltered = !isUnfiltered(filter);
    const state = viewState(states, registry.problem !== undefined, isFiltered);
    // Welcome views show only while the tree is empty.
    const welcome = ['noServers', 'signedOut', 'sessionEnded', 'empty'].includes(state);
    this.#tree.update(state === 'badSettings' ? 'settings' : welcome ? 'nothing' : 'rows');
    this.#view.message = viewMessage(all, registry.problem, listProblem());
    this.#view.description = isFiltered ? filterSummary(filter) : '';
    this.#view.badge = badge(pressingCount(states));
    void vscode.commands.executeCommand('setContext', 'incidentDesk.incidentsFiltered', isFiltered);
    void vscode.commands.executeCommand('setContext', 'incidentDesk.state', state);
    this.#showProgress(states.some(({ loading }) => loading));
    this.#retryLater(states.some(({ phase }) => phase === 'offline'));
  }

  #showProgress(loading: boolean): void {
    if (!loading) this.#loaded?.();
    if (!loading || this.#loaded) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#loaded = () => {
      this.#loaded = undefined;
      resolve();
    };
    void vscode.window.withProgress({ location: { viewId: INCIDENTS_VIEW } }, () => promise);
  }

  #visibilityChanged(): void {
    clearInterval(this.#ticking);
    if (!this.#view.visible) return;
    const { lists, now } = this.#options;
    lists.start();
    this.#ticking = setInterval(() => this.#tree.tick(), AGE_INTERVAL);
    this.update();
    this.#tree.tick();
    for (const list of lists.all()) {
      const { phase, asOf } = list.state;
      if (phase === 'ready' && asOf !== undefined && now() - asOf > STALE_AFTER) void list.reload();
    }
  }

  /** While the view is looked at, a server that could not be reached is tried again by itself. */
  #retryLater(offline: boolean): void {
    clearTimeout(this.#retrying);
    if (!offline || !this.#view.visible) return;
    this.#retrying = setTimeout(() => {
      for (const list of this.#options.lists.all()) if (list.state.phase === 'offline') void list.reload();
    }, RETRY_AFTER);
  }
}

function badge(pressing: PressingCount): vscode.ViewBadge | undefined {
  const value = pressing.critical + pressing.high;
  return value === 0 ? undefined : { value, tooltip: pressingWords(pressing) };
}

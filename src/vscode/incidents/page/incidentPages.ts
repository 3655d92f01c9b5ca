import * as vscode from 'vscode';
import type { FaceOptions } from '../../faceOptions.ts';
import { INCIDENT_PANEL } from '../faceIds.ts';
import { IncidentPage } from './incidentPage.ts';
import { pageStateSchema, type PageState } from './pageModel.ts';

/** The open incident pages, one for each incident, brought back after a reload of the window. */
export class IncidentPages implements vscode.Disposable {
  readonly #options: FaceOptions;
  readonly #changed: (serverId: string) => void;
  readonly #pages = new Map<string, IncidentPage>();
  readonly #panels = new Set<vscode.WebviewPanel>();
  readonly #listening: vscode.Disposable;

  constructor(options: FaceOptions, changed: (serverId: string) => void) {
    this.#options = options;
    this.#changed = changed;
    this.#listening = options.registry.onDidChange(() => this.reloadAll());
  }

  /** Shows the page of an incident: the one that is open, else a new one. */
  open(state: PageState, title: string): void {
    const open = this.#pages.get(key(state));
    if (open) return open.reveal();
    const column = vscode.ViewColumn.Active;
    this.#attach(vscode.window.createWebviewPanel(INCIDENT_PANEL, title || state.id, column), state, true);
  }

  /** Asks again for every incident shown. */
  reloadAll(): void {
    for (const page of this.#pages.values()) void page.reload();
  }

  /** Fills a panel that VS Code brought back after a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const parsed = pageStateSchema.safeParse(state);
    if (parsed.success && !this.#pages.has(key(parsed.data))) this.#attach(panel, parsed.data, false);
    else panel.dispose();
  }

  dispose(): void {
    this.#listening.dispose();
    for (const panel of this.#panels) panel.dispose();
  }

  #attach(panel: vscode.WebviewPanel, state: PageState, asked: boolean): void {
    const { extensionUri, registry, log, withStepUp } = this.#options;
    const page = new IncidentPage(panel, state, {
      extensionUri,
      client: () => registry.get(state.serverId),
      withStepUp,
      asked,
      changed: this.#changed,
      logProblem: (error) => log.warn(`incident page: ${error instanceof Error ? error.message : 'unknown error'}`),
    });
    this.#pages.set(key(state), page);
    this.#panels.add(panel);
    panel.onDidDispose(() => {
      this.#pages.delete(key(state));
      this.#panels.delete(panel);
    });
  }
}

function key({ serverId, id }: PageState): string {
  return JSON.stringify([serverId, id]);
}

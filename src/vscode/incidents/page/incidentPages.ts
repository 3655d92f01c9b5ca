import * as vscode from 'vscode';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { FaceOptions } from '../../faceOptions.ts';
import { INCIDENT_PANEL } from '../faceIds.ts';
import type { IncidentReference } from '../incidentReference.ts';
import { IncidentPage } from './incidentPage.ts';
import { pageStateSchema } from './pageModel.ts';

/** The open incident pages, one for each incident, brought back after a reload of the window. */
export class IncidentPages implements vscode.Disposable {
  readonly #options: FaceOptions;
  readonly #changed: (serverId: string, incident: ShownIncident) => void;
  readonly #pages = new Map<string, { readonly page: IncidentPage; readonly reference: IncidentReference }>();
  readonly #panels = new Set<vscode.WebviewPanel>();
  readonly #listening: vscode.Disposable;

  /** @param changed hears of each incident that a page changed */
  constructor(options: FaceOptions, changed: (serverId: string, incident: ShownIncident) => void) {
    this.#options = options;
    this.#changed = changed;
    this.#listening = options.registry.onDidChange(() => this.reloadAll());
  }

  /** Shows the page of an incident: the one that is open, else a new one. */
  open(reference: IncidentReference, title: string): void {
    const open = this.#pages.get(key(reference));
    if (open) return open.page.reveal();
    const column = vscode.ViewColumn.Active;
    this.#attach(vscode.window.createWebviewPanel(INCIDENT_PANEL, title || reference.id, column), reference, true);
  }

  /** The incident whose page is in front. */
  active(): IncidentReference | undefined {
    return [...this.#pages.values()].find(({ page }) => page.isActive)?.reference;
  }

  /** Asks again for every incident shown. */
  reloadAll(): void {
    for (const { page } of this.#pages.values()) void page.update();
  }

  /** Reads anew what is shown of a server: the incident `id`, or all of them where the server did not say which changed. */
  changedOnServer(serverId: string, id?: string): void {
    for (const page of this.#of(serverId, id)) void page.update();
  }

  /** Shows an incident as it was changed elsewhere in this window, where its page is open. */
  show(serverId: string, incident: ShownIncident): void {
    for (const page of this.#of(serverId, incident.id)) page.show(incident);
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

  /** Servers take ids regardless of case, and a person may have typed one. */
  #of(serverId: string, id: string | undefined): readonly IncidentPage[] {
    const wanted = id?.toLowerCase();
    const found = [...this.#pages.values()].filter(
      ({ reference }) =>
        reference.serverId === serverId && (wanted === undefined || reference.id.toLowerCase() === wanted),
    );
    return found.map(({ page }) => page);
  }

  #attach(panel: vscode.WebviewPanel, { serverId, id }: IncidentReference, asked: boolean): void {
    const { extensionUri, registry, log, withStepUp, now } = this.#options;
    const page = new IncidentPage(
      panel,
      { serverId, id },
      {
        extensionUri,
        client: () => registry.get(serverId),
        withStepUp,
        asked,
        reader: async () => new (await import('./text/textReader.ts')).TextReader(now),
        changed: this.#changed,
        logProblem: (error) => log.warn(`incident page: ${error instanceof Error ? error.message : 'unknown error'}`),
      },
    );
    this.#pages.set(key({ serverId, id }), { page, reference: { serverId, id } });
    this.#panels.add(panel);
    panel.onDidDispose(() => {
      this.#pages.delete(key({ serverId, id }));
      this.#panels.delete(panel);
    });
  }
}

function key({ serverId, id }: IncidentReference): string {
  return JSON.stringify([serverId, id]);
}

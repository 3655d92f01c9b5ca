import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { newsOf } from '../../../core/incidents/live/incidentNews.ts';
import { IncidentWatch } from '../../../core/incidents/live/incidentWatch.ts';
import type { NewsDesk } from '../../../core/incidents/live/newsDesk.ts';
import type { SeenChanges } from '../../../core/incidents/live/seenIncidents.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { Severity } from '../../../shared/incident.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import { concernsLive } from './liveSettings.ts';

/** What the incidents of all servers are followed by. */
export interface LiveIncidentsOptions {
  readonly registry: ServerRegistry;
  readonly news: NewsDesk;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** See {@link IncidentWatch}. */
  readonly interval: () => number;
  /** Undefined where nothing is to be told of. */
  readonly minimum: () => Severity | undefined;
  /** Hears what changed at a server. */
  readonly changed: (client: ServerClient, changes: SeenChanges) => void;
}

/** Follows the incidents of all servers that somebody is signed in to, and tells of news. */
export class LiveIncidents implements vscode.Disposable {
  readonly #options: LiveIncidentsOptions;
  readonly #watches = new Map<ServerClient, IncidentWatch>();
  readonly #listening: readonly { dispose(): void }[];

  constructor(options: LiveIncidentsOptions) {
    this.#options = options;
    this.#listening = [
      options.registry.onDidChange(() => this.#follow()),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) for (const watch of this.#watches.values()) watch.focused();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (concernsLive(event)) for (const watch of this.#watches.values()) watch.replan();
      }),
    ];
    this.#follow();
  }

  /** Takes an incident that this window changed or read itself, which is then no news. */
  know(serverId: string, incident: ShownIncident): void {
    for (const [client, watch] of this.#watches) if (client.id === serverId) watch.know(incident);
  }

  dispose(): void {
    for (const one of [...this.#listening, ...this.#watches.values()]) one.dispose();
    this.#watches.clear();
  }

  #follow(): void {
    const clients = this.#options.registry.list();
    for (const [client, watch] of this.#watches) {
      if (clients.includes(client)) continue;
      watch.dispose();
      this.#watches.delete(client);
    }
    for (const client of clients) if (!this.#watches.has(client)) this.#watches.set(client, this.#watchOf(client));
  }

  #watchOf(client: ServerClient): IncidentWatch {
    const { now, log, interval, changed } = this.#options;
    return new IncidentWatch({
      ...{ client, now, log, interval },
      random: Math.random,
      isFocused: () => vscode.window.state.focused,
      changed: (changes) => {
        changed(client, changes);
        inBackground(this.#tell(client, changes), 'Looking for news', log);
      },
    });
  }

  async #tell(client: ServerClient, { seen, since }: SeenChanges): Promise<void> {
    const minimum = this.#options.minimum();
    if (minimum === undefined || seen.length === 0) return;
    const source = await client.incidents();
    const me = await source.whoAmI().catch(() => undefined);
    const news = newsOf(seen, { minimum, since, ...(me === undefined ? {} : { me }) });
    this.#options.news.take(news.map((one) => ({ serverId: client.id, news: one })));
  }
}

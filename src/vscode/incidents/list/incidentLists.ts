import type { Subscription } from '../../../core/effects.ts';
import { Listeners } from '../../../core/listeners.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import { ServerIncidents, type ServerIncidentsOptions } from './serverIncidents.ts';

/** What the lists are made from. */
export interface IncidentListsOptions extends Omit<ServerIncidentsOptions, 'client' | 'changed'> {
  readonly registry: ServerRegistry;
}

/** The incident lists of all configured servers. Nothing is read or asked for before somebody wants it. */
export class IncidentLists {
  readonly #options: IncidentListsOptions;
  readonly #lists = new Map<string, { list: ServerIncidents; watching: Subscription }>();
  readonly #registryChanges: Subscription;
  readonly #changed = new Listeners<void>();
  #started = false;
  #following = false;
  /** Tells that something about a list is another. */
  readonly onDidChange = this.#changed.listen;

  constructor(options: IncidentListsOptions) {
    this.#options = options;
    this.#registryChanges = options.registry.onDidChange(() => {
      this.#follow();
      if (this.#started) this.#load();
      this.#changed.tell();
    });
  }

  /** In the order of the settings. */
  all(): readonly ServerIncidents[] {
    return this.#options.registry.list().flatMap(({ id }) => this.get(id) ?? []);
  }

  get(serverId: string): ServerIncidents | undefined {
    if (!this.#following) this.#follow();
    return this.#lists.get(serverId)?.list;
  }

  /** An incident among the loaded rows. */
  find(serverId: string, id: string): ShownIncident | undefined {
    return this.get(serverId)?.state.incidents.find((incident) => incident.id === id);
  }

  /** Loads everything for the first time; later calls do nothing. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#load();
  }

  /** Gets the rows of every server anew. Never rejects. */
  async reload(): Promise<void> {
    this.#started = true;
    await Promise.all(this.all().map((list) => list.reload()));
  }

  dispose(): void {
    this.#registryChanges.dispose();
    for (const id of [...this.#lists.keys()]) this.#drop(id);
    this.#changed.clear();
  }

  #load(): void {
    this.reload().catch(this.#options.fault);
  }

  /** Has a list for each client that the registry has now; a client that was replaced gets a new list. */
  #follow(): void {
    this.#following = true;
    const clients = this.#options.registry.list();
    for (const [id, { list }] of this.#lists) if (!clients.includes(list.client)) this.#drop(id);
    for (const client of clients) {
      if (this.#lists.has(client.id)) continue;
      const list = new ServerIncidents({ ...this.#options, client, changed: () => this.#changed.tell() });
      const watching = client.onDidChangeState(({ kind }) => {
        const { phase, loading } = list.state;
        if (kind === 'signedOut' && !loading && !['waiting', 'signedOut'].includes(phase)) list.clear('signedOut');
        // Something else reached the server again, such as a tool that was called.
        if (kind === 'connected' && phase === 'offline' && !loading) list.reload().catch(this.#options.fault);
      });
      this.#lists.set(client.id, { list, watching });
    }
  }

  #drop(id: string): void {
    const dropped = this.#lists.get(id);
    dropped?.watching.dispose();
    dropped?.list.dispose();
    this.#lists.delete(id);
  }
}

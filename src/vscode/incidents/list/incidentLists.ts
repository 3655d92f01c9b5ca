import type { Subscription } from '../../../core/effects.ts';
import { Listeners } from '../../../core/listeners.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { IncidentIndex } from '../../../core/incidents/list/incidentIndex.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import type { KnownRows } from './knownRows.ts';
import { DEFAULT_WISHES, type ListWishes } from './listWishes.ts';
import { ServerIncidents, type ServerIncidentsOptions } from './serverIncidents.ts';

/** What the lists are made from. */
export interface IncidentListsOptions extends Omit<ServerIncidentsOptions, 'client' | 'changed' | 'index'> {
  /** Keeps rows from one window to the next. */
  readonly known?: Pick<KnownRows, 'recall' | 'remember'>;
  readonly registry: ServerRegistry;
}

/** The incident lists of all configured servers. Nothing is read or asked for before somebody wants it. */
export class IncidentLists {
  readonly #options: IncidentListsOptions;
  /** The rows of all lists, in groups. */
  readonly index = new IncidentIndex();
  readonly #lists = new Map<string, { list: ServerIncidents; watching: Subscription }>();
  readonly #registryChanges: Subscription;
  readonly #changed = new Listeners<void>();
  #started = false;
  #following = false;
  #wishes: ListWishes;
  /** Tells that something about a list is another. */
  readonly onDidChange = this.#changed.listen;

  constructor(options: IncidentListsOptions) {
    this.#options = options;
    this.#wishes = options.wishes ?? DEFAULT_WISHES;
    this.index.arrange(this.#wishes.arrangement);
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
    return this.get(serverId)?.node(id)?.incident;
  }

  get wishes(): ListWishes {
    return this.#wishes;
  }

  /** Shows other incidents, or lays them out anew. Never rejects. */
  async wish(wishes: ListWishes): Promise<void> {
    // The settings tell once more what was chosen here.
    if (JSON.stringify(wishes) === JSON.stringify(this.#wishes)) return;
    this.#wishes = wishes;
    this.index.arrange(wishes.arrangement);
    await Promise.all(this.all().map((list) => list.wish(wishes)));
  }

  /** Shows more of the loaded rows of a group. */
  showMore(group: string): void {
    this.index.showMore(this.index.group(group));
    this.#changed.tell();
  }

  /**
   * Takes one incident of a server as it is now: one that changed, or a new one, in full. Its row alone is moved and
   * drawn; counts and the badge follow. Before the first load it is left to that load.
   */
  apply(serverId: string, incident: ShownIncident): void {
    this.get(serverId)?.apply(incident);
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
      const list = this.#listOf(client);
      const watching = client.onDidChangeState(({ kind }) => {
        const { phase, loading } = list.state;
        if (kind === 'signedOut' && !loading && !['waiting', 'signedOut'].includes(phase)) list.clear('signedOut');
        // Something else reached the server again, such as a tool that was called.
        if (kind === 'connected' && phase === 'offline' && !loading) list.reload().catch(this.#options.fault);
      });
      this.#lists.set(client.id, { list, watching });
    }
  }

  #listOf(client: ServerClient): ServerIncidents {
    const { known } = this.#options;
    let kept: number | undefined;
    const changed = (): void => {
      const { phase, asOf, loading } = list.state;
      if (phase === 'ready' && !loading && asOf !== undefined && asOf !== kept) {
        kept = asOf;
        known?.remember(client.id, { incidents: list.state.incidents, asOf }).catch(this.#options.fault);
      }
      this.#changed.tell();
    };
    const list = new ServerIncidents({ ...this.#options, index: this.index, wishes: this.#wishes, changed, client });
    known
      ?.recall(client.id)
      .then((rows) => rows && list.recall(rows.incidents, rows.asOf))
      .catch(this.#options.fault);
    return list;
  }

  #drop(id: string): void {
    const dropped = this.#lists.get(id);
    dropped?.watching.dispose();
    dropped?.list.dispose();
    this.#lists.delete(id);
  }
}

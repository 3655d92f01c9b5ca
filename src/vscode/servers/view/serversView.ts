import * as vscode from 'vscode';
import type { Effects, Subscription } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import { ItemIcons } from '../../../core/mcp/catalog/itemIcons.ts';
import { ServerCatalog } from '../../../core/mcp/catalog/serverCatalog.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { SignedInAccounts } from '../../auth/accounts/signedInAccounts.ts';
import type { IssuerMemory } from '../../auth/planning/issuerMemory.ts';
import type { ServerRegistry } from '../serverRegistry.ts';
import { type ServersNode, serverNodes, type ShownServer } from './serverNodes.ts';
import { ServersTree } from './serversTree.ts';
import { serversTreeItem } from './serversTreeItem.ts';

/** Milliseconds in which changes are gathered before they are drawn. */
const DRAW_AFTER = 20;

/** What the view is made from. */
export interface ServersViewOptions {
  /** The view as VS Code has it. */
  readonly view: Pick<
    vscode.TreeView<ServersNode>,
    'visible' | 'onDidChangeVisibility' | 'onDidExpandElement' | 'onDidCollapseElement'
  >;
  /** Has VS Code ask for rows and all below them anew; for all rows without any. */
  readonly changed: (rows?: ServersNode[]) => void;
  readonly registry: ServerRegistry;
  readonly accounts: Pick<SignedInAccounts, 'current'>;
  readonly issuers: Pick<IssuerMemory, 'learned'>;
  readonly effects: Effects;
}

interface Server {
  readonly client: ServerClient;
  readonly catalog: ServerCatalog;
  readonly icons: ItemIcons;
  account: string | undefined;
}

/** The Servers view. A server is looked at while the view is in sight and the server's row is open. */
export class ServersView implements Subscription {
  readonly rows: ServersTree;
  readonly #options: ServersViewOptions;
  readonly #listening: readonly vscode.Disposable[];
  readonly #servers = new Map<string, Server>();
  readonly #open = new Set<string>();
  #ready: Promise<void>;
  #drawing: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(options: ServersViewOptions) {
    this.#options = options;
    const { view, registry, changed } = options;
    this.rows = new ServersTree({
      changed,
      item: (node) => serversTreeItem(node, (item) => this.#servers.get(item.serverId)?.icons.get(item.icons)),
      opened: (node) => this.#opened(node, true),
      ready: () => this.#ready,
    });
    this.#listening = [
      view.onDidChangeVisibility(() => this.#look()),
      view.onDidExpandElement(({ element }) => this.#opened(element, true)),
      view.onDidCollapseElement(({ element }) => this.#opened(element, false)),
      registry.onDidChange(() => this.#registryChanged()),
    ];
    this.#ready = this.#follow();
  }

  /** Loads what a server offers anew, or what those offer that are looked at. */
  async refresh(serverId: string | undefined): Promise<void> {
    await this.#ready;
    const named = [...this.#servers.values()].filter(({ client }) =>
      serverId === undefined ? this.#isLookedAt(client.id) : client.id === serverId,
    );
    await Promise.all(named.map(({ catalog }) => catalog.refresh()));
  }

  dispose(): void {
    this.#ended = true;
    clearTimeout(this.#drawing);
    for (const listening of this.#listening) listening.dispose();
    this.rows.dispose();
    for (const id of [...this.#servers.keys()]) this.#drop(id);
  }

  #registryChanged(): void {
    this.#ready = this.#follow();
    for (const { catalog } of this.#servers.values()) catalog.accountChanged();
  }

  /** Has a catalog for each client that the registry has now, and asks who is signed in where. Never rejects. */
  async #follow(): Promise<void> {
    const { registry, accounts, effects } = this.#options;
    const clients = registry.list();
    for (const [id, { client }] of this.#servers) if (!clients.includes(client)) this.#drop(id);
    for (const client of clients) if (!this.#servers.has(client.id)) this.#servers.set(client.id, this.#serve(client));
    for (const id of this.#open) if (!this.#servers.has(id)) this.#open.delete(id);
    this.#look();
    const asking = clients.map(async ({ id }) => {
      const account = await accounts.current(id);
      const server = this.#servers.get(id);
      if (server) server.account = account?.label;
    });
    await Promise.all(asking);
    if (this.#ended) return;
    this.#draw();
    const isEmpty = clients.length === 0 && registry.problem === undefined;
    const telling = vscode.commands.executeCommand('setContext', 'incidentDesk.noServers', isEmpty);
    inBackground(telling, 'setContext', effects.log);
  }

  #serve(client: ServerClient): Server {
    const { accounts, effects } = this.#options;
    const account = async () => (await accounts.current(client.id))?.account.id;
    const changed = (): void => this.#drawSoon();
    return {
      client,
      catalog: new ServerCatalog({ client, account, changed }),
      icons: new ItemIcons({ server: client.entry.url, effects, changed: () => this.#redrawItems(client.id) }),
      account: undefined,
    };
  }

  #drop(id: string): void {
    const dropped = this.#servers.get(id);
    this.#servers.delete(id);
    dropped?.catalog.dispose();
    dropped?.icons.dispose();
  }

  #opened(node: ServersNode, isOpen: boolean): void {
    if (node.kind !== 'server') return;
    if (isOpen) this.#open.add(node.serverId);
    else this.#open.delete(node.serverId);
    this.#look();
  }

  #isLookedAt(serverId: string): boolean {
    return this.#options.view.visible && this.#open.has(serverId);
  }

  #look(): void {
    for (const [id, { catalog }] of this.#servers) catalog.look(this.#isLookedAt(id));
  }

  /** Changes that come together are drawn once. */
  #drawSoon(): void {
    if (this.#ended) return;
    this.#drawing ??= setTimeout(() => this.#draw(), DRAW_AFTER);
  }

  #draw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    const { registry } = this.#options;
    const shown = registry.list().flatMap(({ id }) => this.#shown(id) ?? []);
    const problem = registry.problem;
    this.rows.show(problem ? [{ kind: 'settings', id: 'settings', error: problem }] : serverNodes(shown));
  }

  #shown(id: string): ShownServer | undefined {
    const server = this.#servers.get(id);
    if (!server) return undefined;
    const { client, catalog, account } = server;
    const { entry, state } = client;
    const issuer = entry.issuer ?? this.#options.issuers.learned().get(id);
    return { serverId: id, entry, issuer, account, state, about: catalog.about, lists: catalog.lists };
  }

  /** A picture came: the items that show pictures are few, so that their groups are drawn anew. */
  #redrawItems(serverId: string): void {
    for (const list of ['tools', 'prompts', 'resources', 'templates']) this.rows.redraw(`${serverId}/${list}`);
  }
}

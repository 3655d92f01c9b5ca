import { createHash } from 'node:crypto';
import type { AppError } from '../../../core/errors.ts';
import type { CatalogLists, ListKind, ListState, ServerAbout } from '../../../core/mcp/catalog/listState.ts';
import { offeredLists } from '../../../core/mcp/catalog/serverCatalog.ts';
import type { Icon } from '../../../core/mcp/descriptions.ts';
import type { ServerState } from '../../../core/mcp/serverClient.ts';
import type { ServerEntry } from '../../../core/serverEntry.ts';

/** Rows below one group: the editor becomes slow with many more, and nobody reads them. */
export const ROW_LIMIT = 1000;
/** Characters of an item's name in the id of its row. */
const KEY_LENGTH = 200;

/** A server as the tree takes it. */
export interface ShownServer {
  readonly serverId: string;
  readonly entry: Pick<ServerEntry, 'name' | 'url'>;
  /** Where one signs in: by the settings, else as it was found; undefined where that is not known yet. */
  readonly issuer: string | undefined;
  /** Label of the account that is signed in; undefined where nobody is. */
  readonly account: string | undefined;
  readonly state: ServerState;
  readonly about: ServerAbout | undefined;
  readonly lists: CatalogLists;
}

/** A row of the Servers view. Ids stay the same through refreshes, so that selection and expansion do. */
export type ServersNode = ServerNode | GroupNode | ItemNode | NoticeNode | SettingsNode;

/** The only row while the settings cannot be read. */
export interface SettingsNode {
  readonly kind: 'settings';
  readonly id: string;
  readonly error: AppError;
}

/** A configured server. */
export interface ServerNode {
  readonly kind: 'server';
  readonly id: string;
  readonly serverId: string;
  readonly server: Pick<ShownServer, 'entry' | 'issuer' | 'account' | 'state' | 'about'>;
  /** Whether its row is open at first. */
  readonly isOnly: boolean;
  readonly children: readonly ServersNode[];
}

/** One list of a server. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly serverId: string;
  readonly list: ListKind;
  readonly phase: ListState<unknown>['phase'];
  readonly count: number;
  /** Whether the server cannot be asked now, so that the list may have changed. */
  readonly isStale: boolean;
  readonly children: readonly ServersNode[];
}

/** What an item is, by the key that tells it apart for commands. */
type ItemKey =
  { readonly tool: string } | { readonly prompt: string } | { readonly uri: string } | { readonly uriTemplate: string };

/** A tool, prompt, resource or template. */
export type ItemNode = ItemKey & {
  readonly kind: 'item';
  readonly id: string;
  readonly serverId: string;
  readonly list: ListKind;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly icons: readonly Icon[];
  /** What a tool does, by the server's own claim. */
  readonly effect?: 'reads' | 'writes' | 'destroys';
  /** Of what is read; empty where the server does not say. */
  readonly mimeType: string;
};

/** What stands where rows would, or above rows that are not current. */
export type NoticeNode = { readonly kind: 'notice'; readonly id: string; readonly serverId: string } & (
  | { readonly about: 'loading' | 'nothing' }
  | { readonly about: 'signIn'; readonly server: string }
  | { readonly about: 'problem'; readonly error: AppError }
  | { readonly about: 'more'; readonly list: ListKind; readonly count: number }
);

/** The rows of the tree: servers in their order, below each what it offers, as far as it is known. */
export function serverNodes(servers: readonly ShownServer[]): readonly ServerNode[] {
  return servers.map((shown) => {
    const { serverId, entry, issuer, account, state, about } = shown;
    const children = belowServer(shown);
    const server = { entry, issuer, account, state, about };
    return { kind: 'server', id: serverId, serverId, server, isOnly: servers.length === 1, children };
  });
}

function belowServer({ serverId, entry, account, state, about, lists }: ShownServer): readonly ServersNode[] {
  const notice = { kind: 'notice', id: `${serverId}/notice`, serverId } as const;
  if (account === undefined || state.kind === 'signedOut') {
    return [{ ...notice, about: 'signIn', server: entry.name }];
  }
  const problems: readonly NoticeNode[] = 'error' in state ? [{ ...notice, about: 'problem', error: state.error }] : [];
  if (!about) return problems.length > 0 ? problems : [{ ...notice, about: 'loading' }];
  const groups = offeredLists(about.offers).map((list) => group(serverId, list, lists[list], problems.length > 0));
  return groups.length > 0 ? [...problems, ...groups] : [...problems, { ...notice, about: 'nothing' }];
}

function group(serverId: string, list: ListKind, state: CatalogLists[ListKind], isStale: boolean): GroupNode {
  const { items, error } = state;
  // What keeps the whole server away is said once, above its lists.
  const phase = isStale && state.phase === 'failed' && items.length > 0 ? 'ready' : state.phase;
  const id = `${serverId}/${list}`;
  const notice = { kind: 'notice', id: `${id}/notice`, serverId } as const;
  const rows = itemNodes(serverId, list, items.slice(0, ROW_LIMIT));
  const left = items.length - rows.length;
  const problems: readonly NoticeNode[] = error && !isStale ? [{ ...notice, about: 'problem', error }] : [];
  const loading: readonly NoticeNode[] =
    rows.length === 0 && ['unknown', 'loading'].includes(phase) ? [{ ...notice, about: 'loading' }] : [];
  const more: readonly NoticeNode[] =
    left > 0 ? [{ ...notice, id: `${id}/more`, about: 'more', list, count: left }] : [];
  const children = [...problems, ...loading, ...rows, ...more];
  return { kind: 'group', id, serverId, list, phase, count: items.length, isStale, children };
}

type Item = CatalogLists[ListKind]['items'][number];

/** A server may list the same name twice, which ids must not show. */
function itemNodes(serverId: string, list: ListKind, items: readonly Item[]): readonly ItemNode[] {
  const taken = new Set<string>();
  return items.map((item) => {
    const key = itemKey(list, item);
    const base = `${serverId}/${list}/${shortened(Object.values(key).join(''))}`;
    let id = base;
    for (let repeat = 2; taken.has(id); repeat += 1) id = `${base}#${repeat}`;
    taken.add(id);
    const { name, title, description, icons } = item;
    const mimeType = 'mimeType' in item ? item.mimeType : '';
    return { kind: 'item', id, serverId, list, ...key, name, title, description, icons, mimeType, ...effectOf(item) };
  });
}

function itemKey(list: ListKind, item: Item): ItemKey {
  if ('uri' in item) return { uri: item.uri };
  if ('uriTemplate' in item) return { uriTemplate: item.uriTemplate };
  return list === 'prompts' ? { prompt: item.name } : { tool: item.name };
}

function effectOf(item: Item): Pick<ItemNode, 'effect'> {
  if (!('readOnly' in item)) return {};
  if (item.readOnly) return { effect: 'reads' };
  return { effect: item.destructive ? 'destroys' : 'writes' };
}

function shortened(key: string): string {
  if (key.length <= KEY_LENGTH) return key;
  return `${key.slice(0, KEY_LENGTH)}…${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

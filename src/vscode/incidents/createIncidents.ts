import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import type { Feature } from '../commands/feature.ts';
import type { PlainFilter } from '../../core/incidents/list/incidentFilter.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import type { RestorePanel } from '../start/lazyPanels.ts';
import type { Rows } from '../start/lazyTree.ts';
import { showError } from '../words/showError.ts';
import { type ActionCommand, actionCommands } from './actions/actionCommands.ts';
import { RowAbilities } from './actions/rowAbilities.ts';
import { type CreateCommand, createCommands } from './create/createCommands.ts';
import { CreateForms } from './create/createForms.ts';
import type { FormDesk } from './create/formDesk.ts';
import { filterCommands, type FilterCommand } from './filter/filterCommands.ts';
import { concernsList, readWishes } from './filter/listSettings.ts';
import { type IncidentReference, incidentReference } from './incidentReference.ts';
import type { SeenChanges } from '../../core/incidents/live/seenIncidents.ts';
import type { IncidentSummary } from '../statusBar.ts';
import { createLive, type Live } from './live/createLive.ts';
import { summaryOf } from './live/incidentSummary.ts';
import { IncidentLists } from './list/incidentLists.ts';
import { IncidentTree } from './list/incidentTree.ts';
import { IncidentView } from './list/incidentView.ts';
import type { KnownRows } from './list/knownRows.ts';
import { loadMore } from './list/loadMore.ts';
import type { ServerIncidents } from './list/serverIncidents.ts';
import { treeContents } from './list/treeContents.ts';
import { treeItem } from './list/treeItem.ts';
import type { TreeContents, TreeNode } from './list/treeNodes.ts';
import { IncidentPages } from './page/incidentPages.ts';
import { INCIDENTS_VIEW } from './faceIds.ts';
import { pickIncident } from './pickIncident.ts';

const { t } = vscode.l10n;

/** What the incidents are built from. */
export interface IncidentsOptions extends FaceOptions, Pick<FormDesk, 'drafts' | 'account'> {
  /** The view as VS Code has it. */
  readonly view: vscode.TreeView<TreeNode>;
  /** Has VS Code ask for rows anew; for all without any. */
  readonly changed: (rows?: TreeNode[]) => void;
  /** Rows that were known an earlier time. */
  readonly known: KnownRows;
  /** Tells the status bar. */
  readonly showIncidents: (summary: IncidentSummary) => void;
  /** A folder that all windows share, for who tells of which news. */
  readonly newsFolder: string;
}

type IncidentCommand =
  | ActionCommand
  | 'incidentDesk.openIncident'
  | 'incidentDesk.copyIncidentId'
  | 'incidentDesk.refreshIncidents'
  | 'incidentDesk.loadMoreIncidents'
  | FilterCommand
  | 'incidentDesk.askForPermission'
  | 'incidentDesk.muteNotifications'
  | 'incidentDesk.unmuteNotifications'
  | CreateCommand;

/** The incidents view, the page of an incident, the form for a new one, and their commands. */
export interface Incidents extends Feature<IncidentCommand> {
  readonly rows: Rows<TreeNode>;
  readonly restorePage: RestorePanel;
  readonly restoreForm: RestorePanel;
  /** Shows the page of an incident. */
  readonly open: (reference: IncidentReference) => void;
  /** What the list of a server leaves out. */
  readonly activeFilter: (serverId: string) => PlainFilter | undefined;
  /** The incident that a command's argument names; else the one whose page is in front, else one that is picked. */
  readonly choose: (argument: unknown, title: string) => Promise<IncidentReference>;
  /** Loads and follows the incidents, though nobody has opened the view yet. */
  start(): void;
}

/** Builds {@link Incidents}; the view shows how things stand from then on. */
export function createIncidents(options: IncidentsOptions): Incidents {
  const { registry, now, log } = options;
  const fault = (error: unknown): void => {
    log.error(`incidents: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}`);
  };
  let { wishes, problem } = readWishes();
  const lists = new IncidentLists({ registry, now, fault, wishes, known: options.known });
  const contents = () => treeContents(lists);
  const item = (node: TreeNode, from: TreeContents) => treeItem(node, from, now());
  const tree = new IncidentTree({ contents, item, changed: options.changed });
  const view = new IncidentView({ view: options.view, tree, lists, registry, now, listProblem: () => problem });
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!concernsList(event)) return;
    ({ wishes, problem } = readWishes());
    lists.wish(wishes).catch(fault);
    view.update();
  });
  const pages = new IncidentPages(options, (serverId, incident) => lists.apply(serverId, incident));
  const abilities = new RowAbilities({ lists, changed: options.changed, fault });
  const forms = new CreateForms({
    ...options,
    services: (serverId) => lists.get(serverId)?.state.incidents.map(({ service }) => service) ?? [],
    created: (serverId, id) => void showCreated({ lists, view, pages }, serverId, id).catch(fault),
    showList: (serverId) => void showList(lists, serverId).catch(fault),
    showError: (error) => void showError(error, 'incidentDesk.createIncident', log),
  });
  const live = createLive({
    ...{ registry, now, log, folder: options.newsFolder },
    changed: (client, changes) => {
      showChanges({ lists, pages }, client.id, changes).catch(fault);
    },
    open: async (reference) =>
      pages.open(reference, lists.find(reference.serverId, reference.id)?.title ?? reference.id),
    showAll: async () => {
      await vscode.commands.executeCommand(`${INCIDENTS_VIEW}.focus`);
    },
  });
  const summing = lists.onDidChange(() => options.showIncidents(summaryOf(lists.all())));
  return {
    start: () => lists.start(),
    rows: abilities.rows(tree, (node) =>
      node.kind === 'incident' ? { serverId: node.serverId, status: node.incident.status } : undefined,
    ),
    restorePage: (panel, state) => pages.restore(panel, state),
    restoreForm: (panel, state) => forms.restore(panel, state),
    open: (reference) => pages.open(reference, lists.find(reference.serverId, reference.id)?.title ?? reference.id),
    activeFilter: (serverId) => lists.get(serverId)?.activeFilter,
    choose: async (argument, title) =>
      incidentReference(argument ?? pages.active()) ?? (await pickIncident(lists, registry, title)),
    commands: { ...incidentCommands(options, { lists, view, pages, forms }), ...live.commands },
    dispose: () => {
      for (const part of [live, summing, settings, view, abilities, tree, lists, pages, forms]) part.dispose();
    },
  };
}

interface Parts {
  readonly lists: IncidentLists;
  readonly view: IncidentView;
  readonly pages: IncidentPages;
  readonly forms: CreateForms;
}

function incidentCommands(
  { registry, withStepUp }: FaceOptions,
  { lists, view, pages, forms }: Parts,
): Omit<Incidents['commands'], keyof Live['commands']> {
  return {
    ...actionCommands({
      ...{ registry, withStepUp },
      choose: async (selected, title) =>
        incidentReference(selected ? view.selected() : pages.active()) ?? (await pickIncident(lists, registry, title)),
      seen: ({ serverId, id }) => lists.find(serverId, id),
      changed: (serverId, incident) => {
        pages.show(serverId, incident);
        lists.apply(serverId, incident);
      },
      open: (reference, title) => pages.open(reference, title),
    }),
    'incidentDesk.openIncident': async (argument) => {
      const reference = incidentReference(argument) ?? (await pickIncident(lists, registry));
      pages.open(reference, lists.find(reference.serverId, reference.id)?.title ?? reference.id);
    },
    'incidentDesk.copyIncidentId': async (argument) => {
      const { id } = incidentReference(argument ?? view.selected()) ?? (await pickIncident(lists, registry));
      await vscode.env.clipboard.writeText(id);
      vscode.window.setStatusBarMessage(t('ID copied.'), 3000);
    },
    'incidentDesk.refreshIncidents': async () => {
      if (registry.problem) throw registry.problem;
      pages.reloadAll();
      await lists.reload();
    },
    'incidentDesk.loadMoreIncidents': (argument) => loadMore(lists, argument),
    ...filterCommands(lists),
    'incidentDesk.askForPermission': async (id) => {
      const named = typeof id === 'string' ? registry.get(id) : undefined;
      const client = named ?? (await chooseServer(registry, t('Ask for permission on which server?')));
      await withStepUp(client, () => reloadOrThrow(lists.get(client.id)));
    },
    ...createCommands(forms),
  };
}

/** Loads a list anew, as a call that the person started. @throws AppError `insufficient_scope` */
async function reloadOrThrow(list: ServerIncidents | undefined): Promise<void> {
  await list?.reload();
  const error = list?.state.error;
  if (isAppError(error, 'insufficient_scope')) throw error;
}

/** Shows what changed at a server: in the list, and on the pages that are open. */
async function showChanges(
  { lists, pages }: Pick<Parts, 'lists' | 'pages'>,
  serverId: string,
  { seen, removed, isPartial }: SeenChanges,
): Promise<void> {
  if (isPartial) pages.changedOnServer(serverId);
  else for (const { incident } of seen) pages.changedOnServer(serverId, incident.id);
  if (isPartial || removed.length > 0) return lists.get(serverId)?.reload();
  for (const { incident } of seen) lists.apply(serverId, incident);
}

/** Brings the view to the front, with the rows of a server as they are now. */
async function showList(lists: IncidentLists, serverId: string): Promise<void> {
  await Promise.all([vscode.commands.executeCommand(`${INCIDENTS_VIEW}.focus`), lists.get(serverId)?.reload()]);
}

/** Shows a new incident at once: in the tree, on whatever page of the list it would be, selected, and on its page. */
async function showCreated({ lists, view, pages }: Omit<Parts, 'forms'>, serverId: string, id: string): Promise<void> {
  const list = lists.get(serverId);
  await list?.reload();
  if (id === '') return void vscode.window.showInformationMessage(t('The incident was created.'));
  if (list && !list.node(id)) lists.apply(serverId, await (await list.client.incidents()).get(id));
  pages.open({ serverId, id }, lists.find(serverId, id)?.title ?? id);
  await view.reveal(serverId, id);
}

import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import type { Feature } from '../commands/feature.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import type { RestorePanel } from '../start/lazyPanels.ts';
import type { Rows } from '../start/lazyTree.ts';
import { withCancellableProgress } from '../withCancellableProgress.ts';
import { CreateForms } from './create/createForms.ts';
import { incidentReference } from './incidentReference.ts';
import type { SeenChanges } from '../../core/incidents/live/seenIncidents.ts';
import { INCIDENTS_VIEW } from './faceIds.ts';
import type { IncidentSummary } from '../statusBar.ts';
import { createLive, type Live } from './live/createLive.ts';
import { summaryOf } from './live/incidentSummary.ts';
import { IncidentLists } from './list/incidentLists.ts';
import { IncidentTree } from './list/incidentTree.ts';
import { IncidentView } from './list/incidentView.ts';
import type { ServerIncidents } from './list/serverIncidents.ts';
import type { TreeNode } from './list/treeNodes.ts';
import { IncidentPages } from './page/incidentPages.ts';
import { pickIncident } from './pickIncident.ts';

const { t } = vscode.l10n;

/** What the incidents are built from. */
export interface IncidentsOptions extends FaceOptions {
  /** The view as VS Code has it. */
  readonly view: vscode.TreeView<TreeNode>;
  /** Has VS Code ask for all rows anew. */
  readonly changed: () => void;
  /** Tells the status bar. */
  readonly showIncidents: (summary: IncidentSummary) => void;
  /** A folder that all windows share, for who tells of which news. */
  readonly newsFolder: string;
}

type IncidentCommand =
  | 'incidentDesk.openIncident'
  | 'incidentDesk.copyIncidentId'
  | 'incidentDesk.refreshIncidents'
  | 'incidentDesk.loadMoreIncidents'
  | 'incidentDesk.askForPermission'
  | 'incidentDesk.muteNotifications'
  | 'incidentDesk.unmuteNotifications'
  | 'incidentDesk.createIncident';

/** The incidents view, the page of an incident, the form for a new one, and their commands. */
export interface Incidents extends Feature<IncidentCommand> {
  readonly rows: Rows<TreeNode>;
  readonly restorePage: RestorePanel;
  readonly restoreForm: RestorePanel;
  /** Loads and follows the incidents, though nobody has opened the view yet. */
  start(): void;
}

/** Builds {@link Incidents}; the view shows how things stand from then on. */
export function createIncidents(options: IncidentsOptions): Incidents {
  const { registry, now, log } = options;
  const fault = (error: unknown): void => {
    log.error(`incidents: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}`);
  };
  const lists = new IncidentLists({ registry, now, fault });
  const tree = new IncidentTree(options.changed);
  const view = new IncidentView({ view: options.view, tree, lists, registry, now });
  const pages = new IncidentPages(options, (serverId) => void lists.get(serverId)?.reload());
  const forms = new CreateForms({
    ...options,
    services: (serverId) => lists.get(serverId)?.state.incidents.map(({ service }) => service) ?? [],
    created: (serverId, id) => void showCreated({ lists, view, pages }, serverId, id).catch(fault),
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
    rows: tree,
    restorePage: (panel, state) => pages.restore(panel, state),
    restoreForm: (panel, state) => forms.restore(panel, state),
    commands: { ...incidentCommands(options, { lists, view, pages, forms }), ...live.commands },
    dispose: () => {
      for (const part of [live, summing, view, lists, pages, forms]) part.dispose();
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
    'incidentDesk.loadMoreIncidents': async (argument) => {
      const wanted = lists.all().filter(({ client }) => argument === undefined || client.id === argument);
      await Promise.all(wanted.map((list) => list.loadMore()));
    },
    'incidentDesk.askForPermission': async (id) => {
      const named = typeof id === 'string' ? registry.get(id) : undefined;
      const client = named ?? (await chooseServer(registry, t('Ask for permission on which server?')));
      await withStepUp(client, () => reloadOrThrow(lists.get(client.id)));
    },
    'incidentDesk.createIncident': async () => {
      const client = await chooseServer(registry, t('Create the incident on which server?'));
      await withCancellableProgress(t('Opening the form…'), (signal) => forms.open(client, signal));
    },
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
  _changes: SeenChanges,
): Promise<void> {
  pages.reloadAll();
  await lists.get(serverId)?.reload();
}

/** Shows a new incident at once: in the tree, selected, and on its page. */
async function showCreated({ lists, view, pages }: Omit<Parts, 'forms'>, serverId: string, id: string): Promise<void> {
  await lists.get(serverId)?.reload();
  if (id === '') return void vscode.window.showInformationMessage(t('The incident was created.'));
  pages.open({ serverId, id }, lists.find(serverId, id)?.title ?? id);
  await view.reveal(serverId, id);
}

import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import type { Feature } from '../commands/feature.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import type { RestorePanel } from '../start/lazyPanels.ts';
import type { Rows } from '../start/lazyTree.ts';
import { withCancellableProgress } from '../withCancellableProgress.ts';
import { type ActionCommand, actionCommands } from './actions/actionCommands.ts';
import { RowAbilities } from './actions/rowAbilities.ts';
import { CreateForms } from './create/createForms.ts';
import { type IncidentReference, incidentReference } from './incidentReference.ts';
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
}

type IncidentCommand =
  | ActionCommand
  | 'incidentDesk.openIncident'
  | 'incidentDesk.copyIncidentId'
  | 'incidentDesk.refreshIncidents'
  | 'incidentDesk.loadMoreIncidents'
  | 'incidentDesk.askForPermission'
  | 'incidentDesk.createIncident';

/** The incidents view, the page of an incident, the form for a new one, and their commands. */
export interface Incidents extends Feature<IncidentCommand> {
  readonly rows: Rows<TreeNode>;
  readonly restorePage: RestorePanel;
  readonly restoreForm: RestorePanel;
  /** Shows the page of an incident. */
  readonly open: (reference: IncidentReference) => void;
  /** The incident that a command's argument names; else the one whose page is in front, else one that is picked. */
  readonly choose: (argument: unknown, title: string) => Promise<IncidentReference>;
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
  const abilities = new RowAbilities({ lists, changed: () => view.update(), fault });
  const forms = new CreateForms({
    ...options,
    services: (serverId) => lists.get(serverId)?.state.incidents.map(({ service }) => service) ?? [],
    created: (serverId, id) => void showCreated({ lists, view, pages }, serverId, id).catch(fault),
  });
  return {
    rows: abilities.rows(tree, (node) =>
      node.kind === 'incident' ? { serverId: node.serverId, status: node.row.incident.status } : undefined,
    ),
    restorePage: (panel, state) => pages.restore(panel, state),
    restoreForm: (panel, state) => forms.restore(panel, state),
    open: (reference) => pages.open(reference, lists.find(reference.serverId, reference.id)?.title ?? reference.id),
    choose: async (argument, title) =>
      incidentReference(argument ?? pages.active()) ?? (await pickIncident(lists, registry, title)),
    commands: incidentCommands(options, { lists, view, pages, forms }),
    dispose: () => {
      for (const part of [view, abilities, lists, pages, forms]) part.dispose();
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
): Incidents['commands'] {
  return {
    ...actionCommands({
      ...{ registry, withStepUp },
      choose: async (selected, title) =>
        incidentReference(selected ? view.selected() : pages.active()) ?? (await pickIncident(lists, registry, title)),
      seen: ({ serverId, id }) => lists.find(serverId, id),
      changed: (serverId, incident) => {
        pages.show(serverId, incident);
        void lists.get(serverId)?.reload();
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

/** Shows a new incident at once: in the tree, selected, and on its page. */
async function showCreated({ lists, view, pages }: Omit<Parts, 'forms'>, serverId: string, id: string): Promise<void> {
  await lists.get(serverId)?.reload();
  if (id === '') return void vscode.window.showInformationMessage(t('The incident was created.'));
  pages.open({ serverId, id }, lists.find(serverId, id)?.title ?? id);
  await view.reveal(serverId, id);
}

import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import { withCancellableProgress } from '../withCancellableProgress.ts';
import { CreateForms } from './create/createForms.ts';
import { incidentReference } from './incidentReference.ts';
import { IncidentLists } from './list/incidentLists.ts';
import { IncidentView } from './list/incidentView.ts';
import type { ServerIncidents } from './list/serverIncidents.ts';
import { IncidentPages } from './page/incidentPages.ts';
import { pickIncident } from './pickIncident.ts';

const { t } = vscode.l10n;

/** Registers the incidents view, the page of an incident, the form for a new one, and their commands. */
export function registerIncidents(options: FaceOptions): vscode.Disposable {
  const { registry, now, log } = options;
  const fault = (error: unknown): void => {
    log.error(`incidents: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}`);
  };
  const lists = new IncidentLists({ registry, now, changed: () => view.update(), fault });
  const view = new IncidentView({ lists, registry, now });
  const pages = new IncidentPages(options, (serverId) => void lists.get(serverId)?.reload());
  const forms = new CreateForms({
    ...options,
    services: (serverId) => lists.get(serverId)?.state.incidents.map(({ service }) => service) ?? [],
    created: (serverId, id) => void showCreated({ lists, view, pages }, serverId, id).catch(fault),
  });
  return vscode.Disposable.from(
    view,
    lists,
    pages,
    forms,
    registerIncidentCommands(options, { lists, view, pages, forms }),
  );
}

interface Parts {
  readonly lists: IncidentLists;
  readonly view: IncidentView;
  readonly pages: IncidentPages;
  readonly forms: CreateForms;
}

function registerIncidentCommands(
  { registry, run, withStepUp }: FaceOptions,
  { lists, view, pages, forms }: Parts,
): vscode.Disposable {
  return vscode.Disposable.from(
    run('incidentDesk.openIncident', async (argument) => {
      const reference = incidentReference(argument) ?? (await pickIncident(lists, registry));
      pages.open(reference, lists.find(reference.serverId, reference.id)?.title ?? reference.id);
    }),
    run('incidentDesk.copyIncidentId', async (argument) => {
      const { id } = incidentReference(argument ?? view.selected()) ?? (await pickIncident(lists, registry));
      await vscode.env.clipboard.writeText(id);
      vscode.window.setStatusBarMessage(t('ID copied.'), 3000);
    }),
    run('incidentDesk.refreshIncidents', async () => {
      if (registry.problem) throw registry.problem;
      pages.reloadAll();
      await lists.reload();
    }),
    run('incidentDesk.loadMoreIncidents', async (argument) => {
      const wanted = lists.all().filter(({ client }) => argument === undefined || client.id === argument);
      await Promise.all(wanted.map((list) => list.loadMore()));
    }),
    run('incidentDesk.askForPermission', async (id) => {
      const named = typeof id === 'string' ? registry.get(id) : undefined;
      const client = named ?? (await chooseServer(registry, t('Ask for permission on which server?')));
      await withStepUp(client, () => reloadOrThrow(lists.get(client.id)));
    }),
    run('incidentDesk.createIncident', async () => {
      const client = await chooseServer(registry, t('Create the incident on which server?'));
      await withCancellableProgress(t('Opening the form…'), (signal) => forms.open(client, signal));
    }),
  );
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
